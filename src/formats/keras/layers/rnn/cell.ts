import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Constant } from '../../../../graph/constant.ts'
import { derived } from '../../../../graph/constant.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { activate } from '../activation/activations.ts'
import type { LayerCall, Variable } from '../contract.ts'
import type { Layer } from '../layer.ts'

/** What a recurrent layer repeats at each time step. Its output is one of its new states. */
export interface Cell {
  /** Graph values that the steps use; passed to `project` and `step` under the same names. */
  readonly weights: readonly Value[]
  /** Number of states. */
  readonly states: number
  /** Index of the state that is the output. */
  readonly output: number
  /** The part that depends on inputs only, for one step `[batch, …]` or a whole sequence `[batch, time, …]`. */
  project(b: GraphBuilder, weights: readonly Value[], x: Value): readonly Value[]
  /** State shapes without the batch, given the shapes of one projected step without the batch. */
  stateShapes(projected: readonly (readonly Dim[])[]): readonly (readonly Dim[])[]
  /** Computes one step; returns the new states. */
  step(b: GraphBuilder, weights: readonly Value[], inputs: readonly Value[], states: readonly Value[]): readonly Value[]
}

/** A class of cells. */
export interface CellRow {
  readonly classes: readonly string[]
  variables(layer: Layer): readonly Variable[]
  make(b: GraphBuilder, layer: Layer, weights: WeightSource): Cell
}

export type WeightSource = Pick<LayerCall, 'weight' | 'constant'>

/** Applies the activation under `keys`: Keras's default if the config omits it, none if it is null. */
function activateBy(b: GraphBuilder, x: Value, layer: Layer, keys: readonly string[], fallback: string): Value {
  const key = keys.find((name) => Object.hasOwn(layer.config, name))
  return activate(b, x, key === undefined ? fallback : layer.config[key], layer)
}

export const activation = (b: GraphBuilder, x: Value, layer: Layer): Value =>
  activateBy(b, x, layer, ['activation'], 'tanh')

/** Keras before 2.3 defaults to the hard sigmoid. */
export const recurrentActivation = (b: GraphBuilder, x: Value, layer: Layer): Value =>
  activateBy(
    b,
    x,
    layer,
    ['recurrent_activation', 'inner_activation'],
    layer.dialect.major < 3 ? 'hard_sigmoid' : 'sigmoid',
  )

/** Columns `from` (inclusive) to `to` (exclusive) of the last axis. */
export function columns(constant: Constant, from: number, to: number): Constant {
  const width = constant.shape.at(-1) ?? 0
  const size = to - from
  return derived([constant], 'float32', [...constant.shape.slice(0, -1), size], (data) => {
    const source = data as Float32Array
    const rows = width === 0 ? 0 : source.length / width
    const out = new Float32Array(rows * size)
    for (let row = 0; row < rows; row++) out.set(source.subarray(row * width + from, row * width + to), row * size)
    return out
  })
}

/** Concatenates constants along the last axis. */
export function sideBySide(parts: readonly Constant[]): Constant {
  const lead = parts[0]?.shape.slice(0, -1) ?? []
  const widths = parts.map((part) => part.shape.at(-1) ?? 0)
  const total = widths.reduce((sum, width) => sum + width, 0)
  const rows = lead.reduce((product, dim) => product * dim, 1)
  return derived(parts, 'float32', [...lead, total], (...data) => {
    const out = new Float32Array(rows * total)
    let offset = 0
    data.forEach((part, i) => {
      const width = widths[i] as number
      for (let row = 0; row < rows; row++)
        out.set((part as Float32Array).subarray(row * width, (row + 1) * width), row * total + offset)
      offset += width
    })
    return out
  })
}
