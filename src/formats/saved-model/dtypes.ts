import type { DType } from '../../base/tensor.ts'
import type { GraphDType } from '../../graph/graph.ts'

export interface StoredType {
  /** The TensorFlow name. */
  readonly name: string
  readonly dtype: DType
  /** Bytes per element; 0 for strings. */
  readonly bytes: number
}

/** `DataType` in types.proto → graph dtype: there are 32-bit numbers only. */
const types: ReadonlyMap<number, StoredType> = new Map([
  [1, { name: 'float32', dtype: 'float32', bytes: 4 }],
  [2, { name: 'float64', dtype: 'float32', bytes: 8 }],
  [3, { name: 'int32', dtype: 'int32', bytes: 4 }],
  [4, { name: 'uint8', dtype: 'int32', bytes: 1 }],
  [5, { name: 'int16', dtype: 'int32', bytes: 2 }],
  [6, { name: 'int8', dtype: 'int32', bytes: 1 }],
  [7, { name: 'string', dtype: 'string', bytes: 0 }],
  [8, { name: 'complex64', dtype: 'complex64', bytes: 8 }],
  [9, { name: 'int64', dtype: 'int32', bytes: 8 }],
  [10, { name: 'bool', dtype: 'bool', bytes: 1 }],
  [11, { name: 'qint8', dtype: 'int32', bytes: 1 }],
  [12, { name: 'quint8', dtype: 'int32', bytes: 1 }],
  [13, { name: 'qint32', dtype: 'int32', bytes: 4 }],
  [14, { name: 'bfloat16', dtype: 'float32', bytes: 2 }],
  [15, { name: 'qint16', dtype: 'int32', bytes: 2 }],
  [16, { name: 'quint16', dtype: 'int32', bytes: 2 }],
  [17, { name: 'uint16', dtype: 'int32', bytes: 2 }],
  [18, { name: 'complex128', dtype: 'complex64', bytes: 16 }],
  [19, { name: 'float16', dtype: 'float32', bytes: 2 }],
  [22, { name: 'uint32', dtype: 'int32', bytes: 4 }],
  [23, { name: 'uint64', dtype: 'int32', bytes: 8 }],
])

/** TensorFlow 1 offsets the types of variable references by 100. */
function withoutReference(type: number): number {
  return type > 100 ? type - 100 : type
}

/** `null` for types that no tensor can hold, and for unknown ones. */
export function storedType(type: number): StoredType | null {
  return types.get(withoutReference(type)) ?? null
}

export function graphDType(type: number): GraphDType | null {
  const base = withoutReference(type)
  if (base === 20) return 'resource'
  return base === 21 ? 'variant' : (types.get(base)?.dtype ?? null)
}
