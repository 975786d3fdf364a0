import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'

/** WebGPU repeats tensors of at most four axes. */
const maxRank = 4

/** Repeats one axis at a time: the axis and those after it form rows, each of which is repeated as a whole. */
function repeated(b: GraphBuilder, x: Value, shape: readonly Dim[], times: readonly number[]): Value | null {
  const result = [...shape]
  let value = x
  for (const [axis, count] of times.entries()) {
    if (count === 1) continue
    const [outer, row] = [multiply(result.slice(0, axis)), multiply(result.slice(axis))]
    const size = multiply([result[axis] ?? 1, count])
    if (outer === null || row === null || size === null) return null
    value = b.op('Tile', [b.reshape(value, [outer, row]), b.ints([1, count])])
    result[axis] = size
  }
  return b.reshape(value, result)
}

const tile: Decomposition = (_, b, inputs) => {
  const { shape } = b.info(at(inputs, 0))
  const times = knownNumbers(b, at(inputs, 1))
  if (shape === null || times === null || shape.length <= maxRank) return null
  return asResult(repeated(b, at(inputs, 0), shape, times))
}

/** Broadcasts along axes whose sizes are known; `null` if others differ. */
export function broadcasted(b: GraphBuilder, x: Value, target: readonly Dim[]): Value | null {
  const { shape } = b.info(x)
  if (shape === null) return null
  const dims = [...new Array<Dim>(target.length - shape.length).fill(1), ...shape]
  const times = dims.map((dim, axis) => (dim === target[axis] ? 1 : dim === 1 ? target[axis] : null))
  return times.every((count) => typeof count === 'number') ? repeated(b, x, dims, times) : null
}

const broadcastTo: Decomposition = (_, b, inputs) => {
  const target = knownNumbers(b, at(inputs, 1))
  if (target === null || target.length <= maxRank) return null
  return asResult(broadcasted(b, at(inputs, 0), target))
}

const asResult = (value: Value | null) => (value === null ? null : [value])

export const repetitions: readonly DecompositionRow[] = [
  ['Tile', tile],
  ['BroadcastTo', broadcastTo],
]
