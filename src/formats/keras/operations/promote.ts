import type { DType } from '../../../base/tensor.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { bool } from '../../../graph/constant.ts'
import type { GraphDType, Value } from '../../../graph/graph.ts'

/** A Python number among the arguments: it takes the dtype of the tensors it meets. */
export interface Scalar {
  readonly scalar: number | boolean
  /** Written as a float, also where it is whole: `2.0`. */
  readonly float?: boolean
}

const order: readonly GraphDType[] = ['bool', 'int32', 'float32', 'complex64']

/** The dtype that Keras computes in, as far as the graph's few dtypes can tell. */
export function resultDType(b: GraphBuilder, operands: readonly (Value | Scalar)[]): DType {
  const dtypes = operands.map((operand): GraphDType => {
    if (typeof operand === 'string') return b.dtype(operand)
    if (typeof operand.scalar === 'boolean') return 'bool'
    return operand.float !== true && Number.isInteger(operand.scalar) ? 'int32' : 'float32'
  })
  if (dtypes.includes('string')) return 'string'
  return (order[Math.max(...dtypes.map((dtype) => order.indexOf(dtype)))] ?? 'float32') as DType
}

/** All operands as tensors of one dtype, at least `least`. */
export function promote(
  b: GraphBuilder,
  operands: readonly (Value | Scalar)[],
  least: DType = 'bool',
): readonly Value[] {
  const found = resultDType(b, operands)
  const dtype = order.indexOf(found) < order.indexOf(least) && found !== 'string' ? least : found
  return operands.map((operand) => {
    if (typeof operand === 'string') return b.cast(operand, dtype)
    const number = Number(operand.scalar)
    if (dtype === 'bool') return b.constant(bool([number !== 0], []))
    return dtype === 'int32' ? b.int(number) : b.cast(b.scalar(number), dtype)
  })
}

export function toValue(b: GraphBuilder, operand: Value | Scalar): Value {
  return promote(b, [operand])[0] as Value
}

/** Whole numbers and truth values as float32, for functions that have no whole results. */
export function toFloat(b: GraphBuilder, x: Value): Value {
  const dtype = b.dtype(x)
  return dtype === 'int32' || dtype === 'bool' ? b.cast(x, 'float32') : x
}
