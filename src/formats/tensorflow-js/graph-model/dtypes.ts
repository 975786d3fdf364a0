import type { DType, Shape } from '../../../base/tensor.ts'
import { asArray, asNumber, asObject, asString, get } from '../../shared/json-value.ts'

/** TensorFlow `DataType` (types.proto) → runtime dtype: TensorFlow.js has 32-bit numbers only. */
const dtypes: Readonly<Record<string, DType>> = {
  DT_FLOAT: 'float32',
  DT_HALF: 'float32',
  DT_BFLOAT16: 'float32',
  DT_DOUBLE: 'float32',
  DT_INT8: 'int32',
  DT_INT16: 'int32',
  DT_INT32: 'int32',
  DT_INT64: 'int32',
  DT_UINT8: 'int32',
  DT_UINT16: 'int32',
  DT_UINT32: 'int32',
  DT_UINT64: 'int32',
  DT_QINT8: 'int32',
  DT_QUINT8: 'int32',
  DT_QINT32: 'int32',
  DT_BOOL: 'bool',
  DT_STRING: 'string',
  DT_COMPLEX64: 'complex64',
  DT_COMPLEX128: 'complex64',
}

/** Numeric values of the same enum; some converters write these instead of names. */
const byNumber: Readonly<Record<number, string>> = {
  1: 'DT_FLOAT',
  2: 'DT_DOUBLE',
  3: 'DT_INT32',
  4: 'DT_UINT8',
  5: 'DT_INT16',
  6: 'DT_INT8',
  7: 'DT_STRING',
  8: 'DT_COMPLEX64',
  9: 'DT_INT64',
  10: 'DT_BOOL',
  14: 'DT_BFLOAT16',
  17: 'DT_UINT16',
  19: 'DT_HALF',
}

/** `null` for types that no tensor can hold (resources, variants) and for unknown ones. */
export function dtypeOf(value: unknown): DType | null {
  const name = typeof value === 'number' ? (byNumber[value] ?? '') : (asString(value) ?? '')
  return Object.hasOwn(dtypes, name) ? (dtypes[name] ?? null) : null
}

/** TensorShapeProto in JSON: sizes are texts, −1 is free; `undefined` if absent, `null` if the rank is unknown. */
export function shapeOf(value: unknown): Shape | null | undefined {
  if (asObject(value) === null) return undefined
  if (get(value, 'unknownRank', 'unknown_rank') === true) return null
  return (asArray(get(value, 'dim')) ?? []).map((dim) => {
    const size = asNumber(get(dim, 'size') ?? 0)
    return size === null || size < 0 ? null : size
  })
}
