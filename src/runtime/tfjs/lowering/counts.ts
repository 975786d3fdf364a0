import { boolAttribute } from '../../../graph/attributes.ts'
import { float32 } from '../../../graph/constant.ts'
import { countUp } from '../../../graph/count-up.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'

/**
 * WebGPU sums in float32, returns the float bits as integers, has no shader for binary counts, and loses rows of
 * matrices. float32 sums are exact up to 2²⁴.
 */
export const counts: Decomposition = (node, b, given) => {
  const inputs = node.op === 'Bincount' ? flattened(b, given) : given
  const weights = at(inputs, 2)
  const [dtype, seen] = [b.dtype(weights), boolAttribute(node.attributes, 'binary_output')]
  const isMatrix = b.info(at(inputs, 0)).shape?.length === 2
  const unchanged = () => (inputs === given ? null : [b.op(node.op, inputs, node.attributes)])
  if ((dtype !== 'int32' && dtype !== 'float32') || (dtype === 'float32' && !seen && !isMatrix)) return unchanged()
  const none = seen || b.info(weights).shape?.[0] === 0
  const attributes = { ...node.attributes, T: { type: 'float32' }, binary_output: { b: false } } as const
  const by = none ? b.constant(float32([])) : b.cast(weights, 'float32')
  const byRows = isMatrix ? rows(b, node.op, at(inputs, 0), at(inputs, 1), none ? null : by, attributes) : null
  if (isMatrix && byRows === null && dtype === 'float32' && !seen) return null
  const sums = byRows ?? b.op(node.op, inputs.with(2, by), attributes)
  return [b.cast(seen ? b.op('Minimum', [sums, b.scalar(1)]) : sums, dtype)]
}

/** Bincount counts all elements together; the kernel counts those of each row of a matrix. */
function flattened(b: Rewriter, inputs: readonly Value[]): readonly Value[] {
  const [x, weights] = [at(inputs, 0), at(inputs, 2)]
  const rank = b.info(x).shape?.length
  if (rank === undefined || rank === 1) return inputs
  const flat = (value: Value) => b.op('Reshape', [value, b.ints([-1])])
  return [flat(x), at(inputs, 1), b.info(weights).shape?.length === rank ? flat(weights) : weights]
}

/**
 * Replaces min(max(x, least), most) by `most` if least ≥ most. Keras states the number of categories this way, and a GPU
 * could read x only after the run.
 */
export const settledClamp: Decomposition = (_, b, inputs) => {
  const scalar = (value: Value) => {
    const { dtype, shape } = b.info(value)
    return dtype === 'int32' && shape?.length === 0 ? knownNumbers(b, value)?.[0] : undefined
  }
  for (const [limit, clamped] of [inputs, [...inputs].reverse()] as const) {
    const most = limit === undefined ? undefined : scalar(limit)
    const within = clamped === undefined || b.info(clamped).shape?.length !== 0 ? null : b.made(clamped)
    if (most === undefined || within?.op !== 'Maximum') continue
    if (within.inputs.some((value) => (scalar(value) ?? Number.NEGATIVE_INFINITY) >= most)) return [b.int(most)]
  }
  return null
}

/** Counts of all rows as those of one vector: row `r` counts from `r · size` on. */
function rows(
  b: Rewriter,
  op: string,
  x: Value,
  limit: Value,
  weights: Value | null,
  attributes: Parameters<Rewriter['op']>[2],
): Value | null {
  const [size] = knownNumbers(b, limit) ?? []
  const [count = 1, length = 1] = b.shape(x)
  const [total, all] = [multiply([count, size ?? 1]), multiply([count, length])]
  if (size === undefined || total === null || all === null) return null
  const first = b.op('Mul', [countUp(b, b.dim(count)), b.int(size)])
  const moved = b.op('AddV2', [x, b.op('ExpandDims', [first, b.int(1)])])
  // What is out of range in its row stays so.
  const places = b.op('SelectV2', [b.op('Less', [x, b.int(size)]), moved, b.dim(total)])
  const by = weights === null ? b.constant(float32([])) : b.reshape(weights, [all])
  return b.reshape(b.op(op, [b.reshape(places, [all]), b.dim(total), by], attributes), [count, size])
}
