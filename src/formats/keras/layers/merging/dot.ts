import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { promote } from '../../operations/promote.ts'
import type { LayerRow } from '../contract.ts'
import type { Layer } from '../layer.ts'
import { unitLength } from '../normalisation/normalisation.ts'

/** Batched product of two tensors, summed over one axis of each (Keras `batch_dot`). */
const dot: LayerRow = {
  classes: ['Dot'],
  lower: ({ b, layer, inputs }) => {
    const [x, y] = promote(
      b,
      inputs.map(({ value }) => value),
      'float32',
    )
    if (x === undefined || y === undefined || inputs.length !== 2)
      throw layer.error(`takes 2 tensors, but is called with ${inputs.length}.`)
    const [a, c] = dotAxes(layer, b.rank(x), b.rank(y))
    const normal = layer.bool('normalize', false)
    const epsilon = layer.dialect.major < 3 ? 1e-6 : 1e-7
    const left = normal ? unitLength(b, x, [a], epsilon) : x
    const right = normal ? unitLength(b, y, [c], epsilon) : y
    return batchDot(b, left, right, a, c)
  },
}

function dotAxes(layer: Layer, xRank: number, yRank: number): readonly [number, number] {
  const given = layer.get('axes', 'dot_axes')
  const [a, c] = typeof given === 'number' ? [given, given] : Array.isArray(given) ? given : []
  if (typeof a !== 'number' || typeof c !== 'number') throw layer.invalid('axes', 'one axis or two', given)
  const axes = [a < 0 ? a + xRank : a, c < 0 ? c + yRank : c] as const
  if (axes[0] < 1 || axes[1] < 1 || axes[0] >= xRank || axes[1] >= yRank)
    throw layer.invalid('axes', `axes of tensors of ranks ${xRank} and ${yRank}, other than the batch`, given)
  return axes
}

function batchDot(b: GraphBuilder, x: Value, y: Value, a: number, c: number): Value {
  const xRest = others(b.shape(x), a)
  const yRest = others(b.shape(y), c)
  const left = matrix(b, b.transpose(x, [0, ...xRest.axes, a]), xRest.dims, 'first')
  const right = matrix(b, b.transpose(y, [0, c, ...yRest.axes]), yRest.dims, 'last')
  const product = b.op('BatchMatMulV2', [left, right], { adj_x: { b: false }, adj_y: { b: false } })
  const dims = [b.shape(x)[0] ?? 1, ...xRest.dims, ...yRest.dims]
  return b.reshape(product, dims.length === 1 ? [...dims, 1] : dims)
}

function others(
  shape: readonly Dim[],
  axis: number,
): { readonly axes: readonly number[]; readonly dims: readonly Dim[] } {
  const axes = shape.map((_, i) => i).filter((i) => i !== 0 && i !== axis)
  return { axes, dims: axes.map((i) => shape[i] as Dim) }
}

/** `[batch, rows, sum]` or `[batch, sum, columns]`, with the operand's free axes merged. */
function matrix(b: GraphBuilder, x: Value, rest: readonly Dim[], at: 'first' | 'last'): Value {
  if (rest.length === 1) return x
  const shape = b.shape(x)
  const [batch = 1] = shape
  const sum = (at === 'first' ? shape.at(-1) : shape[1]) ?? 1
  const known = rest.every((dim): dim is number => typeof dim === 'number')
  const size = known ? (rest as readonly number[]).reduce((product, dim) => product * dim, 1) : -1
  const dims = at === 'first' ? [batch, size, sum] : [batch, sum, size]
  return known ? b.reshape(x, dims) : b.op('Reshape', [x, b.dims(dims)])
}

export const dotRows: readonly LayerRow[] = [dot]
