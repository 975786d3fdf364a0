import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import type { Dim } from '../../../../graph/infer/info.ts'
import { mul, where } from '../elementwise.ts'
import type { Cell } from './cell.ts'

/** The parameters of a recurrent loop. Sequences are `[batch, time, …]`. */
export interface Sequence {
  readonly cell: Cell
  /** The projected inputs, each `[batch, time, …]`. */
  readonly inputs: readonly Value[]
  readonly time: Dim
  readonly states: readonly Value[]
  /** Masked steps before the first valid one output zeros, which the initial states are not. */
  readonly zeroFirst: boolean
  /** bool, true for valid steps: `[batch, time]`, or `[batch, time, …spatial]` for each position of a convolutional state. */
  readonly mask: Value | null
  readonly backwards: boolean
  /** Masked steps output zeros; otherwise they repeat the previous output. */
  readonly zeroOutput: boolean
  /** Return all outputs, not only the last. */
  readonly all: boolean
}

export interface Recurrence {
  /** `[batch, …]`. */
  readonly last: Value
  /** `[batch, time, …]` in processing order; `null` unless all outputs are returned. */
  readonly outputs: Value | null
  readonly states: readonly Value[]
}

/** One masked step (mask bool `[batch, …spatial, 1]` or null). `before` is the previous output; required if `repeatsOutput`. */
export function maskedStep(
  b: GraphBuilder,
  sequence: Sequence,
  weights: readonly Value[],
  inputs: readonly Value[],
  states: readonly Value[],
  mask: Value | null,
  before: Value | null,
): { readonly output: Value; readonly states: readonly Value[] } {
  const { cell, zeroOutput } = sequence
  const next = cell.step(b, weights, inputs, states)
  const output = next[cell.output] as Value
  if (mask === null) return { output, states: next }
  const kept = next.map((state, i) => where(b, spread(b, mask, state), state, states[i] as Value))
  if (zeroOutput) return { output: mul(b, output, b.cast(spread(b, mask, output), 'float32')), states: kept }
  if (before === null) return { output: kept[cell.output] as Value, states: kept }
  return { output: where(b, spread(b, mask, output), output, before), states: kept }
}

/** Whether the previous output is carried from step to step; otherwise it equals the state. */
export function repeatsOutput({ mask, zeroOutput, zeroFirst }: Sequence): boolean {
  return mask !== null && !zeroOutput && zeroFirst
}

/**
 * The mask with one more axis; if all states are vectors of equal width, it is widened once instead of in each step.
 */
export function widened(b: GraphBuilder, mask: Value, states: readonly Value[]): Value {
  const column = b.op('ExpandDims', [mask, b.int(-1)])
  const shapes = states.map((state) => b.shape(state))
  const width = shapes[0]?.[1]
  const same = shapes.every((shape) => shape.length === 2 && shape[1] === width)
  return same && typeof width === 'number' ? b.op('Tile', [column, b.ints([1, 1, width])]) : column
}

/** A mask `[batch, …spatial, 1]` with enough trailing ones to broadcast against `like`. */
function spread(b: GraphBuilder, mask: Value, like: Value): Value {
  const missing = b.rank(like) - b.rank(mask)
  return missing === 0 ? mask : b.reshape(mask, [...b.shape(mask), ...Array.from({ length: missing }, () => 1)])
}
