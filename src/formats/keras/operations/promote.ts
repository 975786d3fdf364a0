import type { DType } from '../../../base/tensor.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import { bool } from '../../../graph/constant.ts'
import type { GraphDType, Value } from '../../../graph/graph.ts'

/** A Python number among the arguments: it takes the dtype of the tensors it is combined with. */
export interface Scalar {
  readonly scalar: number | boolean
  /** Written as a float, even if integral: `2.0`. */
  readonly float?: boolean
}

const order: readonly GraphDType[] = ['bool', 'int32', 'float32', 'complex64']

/** The dtype in which Keras computes, as far as the graph's dtypes can express it. */
function resultDType(b: GraphBuilder, operands: readonly (Value | Scalar)[]): DType {
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

/** Casts integers and booleans to float32, for functions without integer results. */
export function toFloat(b: GraphBuilder, x: Value): Value {
  const dtype = b.dtype(x)
  return dtype === 'int32' || dtype === 'bool' ? b.cast(x, 'float32') : x
}
