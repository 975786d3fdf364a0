import { sizeOf } from '../../base/tensor.ts'
import type { Constant } from '../constant.ts'
import type { ValueInfo } from './info.ts'

/** Longest int32 vector whose elements are tracked. */
export const longestContent = 64

export function inferConstant(constant: Constant): ValueInfo {
  const { dtype, shape, data } = constant
  const small = shape.length <= 1 && sizeOf(shape) <= longestContent && data instanceof Int32Array
  return { dtype, shape, content: small ? [...data] : null, constant }
}
