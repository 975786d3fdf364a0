import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'

/** The size that two dims broadcast to; `null` if that is known only at run time. */
function joint(a: Dim, b: Dim): Dim | null {
  if (a === b || b === 1) return a
  if (a === 1) return b
  if (typeof a === 'string' && typeof b === 'string') return null
  return typeof a === 'string' ? b : a
}

/**
 * Whether repeating all of an operand's matrices in turn broadcasts it. Its first size other than 1 may be unknown: it
 * is 1 or that of the result.
 */
function repeats(batch: readonly Dim[], result: readonly (Dim | null)[]): boolean {
  const first = batch.findIndex((dim) => dim !== 1)
  return (
    first < 0 ||
    batch.every((dim, axis) => axis < first || dim === result[axis] || (axis === first && typeof dim === 'string'))
  )
}

function broadcast(b: GraphBuilder, x: Value, batch: readonly Value[]): Value {
  const matrix = b
    .shape(x)
    .slice(-2)
    .map((dim) => b.dim(dim))
  return b.op('BroadcastTo', [x, b.op('Pack', [...batch, ...matrix], { axis: { i: 0 } })])
}

/**
 * The kernels cycle through the matrices of the smaller operand. That is right only if its batch axes are the last ones
 * of the result, so any other operand is broadcast first.
 */
export const unevenBatches: Decomposition = (node, b, inputs) => {
  const operands = [at(inputs, 0), at(inputs, 1)] as const
  const shapes = operands.map((x) => b.info(x).shape)
  if (!shapes.every((shape) => shape !== null)) return null
  const rank = Math.max(...shapes.map(({ length }) => length)) - 2
  const [x = [], y = []] = shapes.map((shape) => [
    ...new Array<Dim>(rank + 2 - shape.length).fill(1),
    ...shape.slice(0, -2),
  ])
  const result = x.map((dim, axis) => joint(dim, y[axis] ?? 1))
  const even = [repeats(x, result), repeats(y, result)]
  if (even.every(Boolean)) return null
  const sizes = result.map((dim, axis) =>
    dim === null ? b.op('Maximum', [b.dim(x[axis] ?? 1), b.dim(y[axis] ?? 1)]) : b.dim(dim),
  )
  const broadcasted = operands.map((operand, i) => (even[i] ? operand : broadcast(b, operand, sizes)))
  return [b.op(node.op, broadcasted, node.attributes)]
}
