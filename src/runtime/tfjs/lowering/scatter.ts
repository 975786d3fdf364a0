import type { GraphBuilder } from '../../../graph/builder.ts'
import { int32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { staticShape } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import { highest, lowest, maxCompared } from './segments.ts'

const product = (dims: readonly number[]) => dims.reduce((all, dim) => all * dim, 1)

/** Whether all rows of `depth` numbers are distinct. */
function allDifferent(numbers: readonly number[], depth: number): boolean {
  const rows = new Set<string>()
  for (let i = 0; i < numbers.length; i += depth) rows.add(numbers.slice(i, i + depth).join())
  return rows.size * depth === numbers.length
}

/** Flattens each row of indices `[updates, depth]` to one row-major number. */
function flatIndices(b: GraphBuilder, indices: Value, axes: readonly number[]): Value {
  const steps = axes.map((_, i) => product(axes.slice(i + 1)))
  return b.op('Sum', [b.op('Mul', [indices, b.ints(steps)]), b.ints([-1])])
}

/**
 * The maximum or minimum of the existing and the scattered values. Distinct constant indices are gathered and written
 * back; otherwise every position is compared with every update, since indices may repeat.
 */
const extreme =
  (op: 'Maximum' | 'Minimum'): Decomposition =>
  (_, b, inputs) => {
    const [x, indices, updates] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
    const [shape, listed] = [staticShape(b.info(x)), staticShape(b.info(indices))]
    const depth = listed?.at(-1)
    if (depth === undefined) return null
    const numbers = knownNumbers(b, indices)
    if (numbers !== null && allDifferent(numbers, depth)) {
      const merged = b.op(op, [b.op('GatherNd', [x, indices]), updates])
      return [b.op('TensorScatterUpdate', [x, indices, merged])]
    }
    if (shape === null || listed === null) return null
    const [places, count, rest] = [product(shape.slice(0, depth)), product(listed.slice(0, -1)), shape.slice(depth)]
    const inner = product(rest)
    if (places * count * inner > maxCompared || count === 0) return null
    const flat = flatIndices(b, b.reshape(indices, [count, depth]), shape.slice(0, depth))
    const each = b.constant(
      int32(
        Array.from({ length: places }, (_, i) => i),
        [1, places, 1],
      ),
    )
    const integers = b.dtype(x) === 'int32'
    const neutral = op === 'Maximum' ? lowest(integers) : highest(integers)
    const own = b.op('Equal', [b.reshape(flat, [count, 1, 1]), each])
    const spread = b.op('SelectV2', [own, b.reshape(updates, [count, 1, inner]), b.scalarLike(x, neutral)])
    const brought = b.op(op === 'Maximum' ? 'Max' : 'Min', [spread, b.ints([0])])
    return [b.op(op, [x, b.reshape(brought, shape)])]
  }

/** Number of occurrences of each distinct element. */
const counted: Decomposition = (node, b, inputs) => {
  const [values, index] = b.ops('Unique', inputs, node.attributes)
  if (values === undefined || index === undefined) return null
  const places = b.op('ExpandDims', [index, b.int(1)])
  const count = b.op('ScatterNd', [places, b.op('OnesLike', [index]), b.op('Shape', [values])])
  return [values, index, count]
}

export const scatter: readonly DecompositionRow[] = [
  ['TensorScatterMax', extreme('Maximum')],
  ['TensorScatterMin', extreme('Minimum')],
  ['UniqueWithCounts', counted],
]
