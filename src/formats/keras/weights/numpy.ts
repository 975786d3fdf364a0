import { EngineError } from '../../../base/errors.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { ByteSource } from '../../../files/tree.ts'
import { stored } from '../../../graph/constant.ts'
import type { Datatype, FloatFormat } from '../../hdf5/datatype.ts'
import { typeName } from '../../hdf5/datatype.ts'
import { dtypeOf, narrow } from '../../hdf5/narrow.ts'
import type { StoredTensor } from './by-path.ts'

/** An array as NumPy describes it, and where its bytes lie in a file. */
export interface NumpyArray {
  /** Type code and bytes: `f4`, `i8`, `b1`. */
  readonly code: string
  readonly little: boolean
  readonly shape: readonly number[]
  /** Column-major instead of row-major. */
  readonly fortran: boolean
  readonly start: number
  readonly end: number
}

/** NumPy's own maximum. */
const highestRank = 64
const floats: Readonly<Record<string, FloatFormat>> = { f2: 'float16', f4: 'float32', f8: 'float64' }

/** The array as a constant read from its file. Raises `model-invalid` if the bytes do not fill the shape. */
export function numpyTensor(array: NumpyArray, source: ByteSource, path: string): StoredTensor {
  const { shape, fortran, start, end } = array
  const type = datatypeOf(array)
  const bytes = sizeOf(shape) * type.size
  if (
    shape.length > highestRank ||
    !shape.every((size) => Number.isSafeInteger(size) && size >= 0) ||
    bytes !== end - start ||
    end > source.size
  )
    throw new EngineError(
      'model-invalid',
      `${path} has the shape [${shape.join(', ')}] of ${typeName(type)}, but ${end - start} bytes of data.`,
      'The file is damaged. Save the model again.',
    )
  return {
    storedType: typeName(type),
    constant: stored({
      dtype: dtypeOf(type) ?? 'float32',
      shape,
      bytes,
      file: path,
      read: async (signal) => {
        const raw = await source.read(start, end, signal)
        if (type.kind !== 'integer' && type.kind !== 'float' && type.kind !== 'bool')
          throw new EngineError(
            'known-but-unsupported',
            `${path} holds values of type ${array.code}, which are not supported.`,
          )
        return narrow(type, fortran ? rowByRow(raw, shape, type.size) : raw, path)
      },
    }),
  }
}

function datatypeOf({ code, little }: NumpyArray): Datatype {
  const size = Number(code.slice(1))
  const format = Object.hasOwn(floats, code) ? floats[code] : undefined
  if (format !== undefined) return { kind: 'float', size, format, little }
  if (code === 'b1') return { kind: 'bool', size: 1 }
  if (/^[iu][1248]$/.test(code)) return { kind: 'integer', size, signed: code[0] === 'i', little }
  return { kind: 'other', size: Number.isInteger(size) ? size : 0, name: code }
}

/** Reorders a Fortran-order array to C order. */
function rowByRow(bytes: Uint8Array<ArrayBuffer>, shape: readonly number[], size: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes.length)
  const index = shape.map(() => 0)
  const strides = shape.map((_, i) => sizeOf(shape.slice(0, i)))
  let from = 0
  for (let to = 0; to < bytes.length; to += size) {
    out.set(bytes.subarray(from * size, (from + 1) * size), to)
    for (let d = shape.length - 1; d >= 0; d--) {
      index[d] = (index[d] ?? 0) + 1
      from += strides[d] ?? 0
      if ((index[d] ?? 0) < (shape[d] ?? 0)) break
      from -= (strides[d] ?? 0) * (shape[d] ?? 0)
      index[d] = 0
    }
  }
  return out
}
