import { EngineError } from '../../base/errors.ts'
import type { TensorData } from '../../base/tensor.ts'
import type { StoredType } from './dtypes.ts'

const largestFloat = 3.4028234663852886e38

/** A float64 as float32. The largest float64, used as "infinite", becomes the largest float32. */
export function narrowFloat(value: number, what: string): number {
  const narrow = Math.fround(value)
  if (Number.isFinite(narrow) || !Number.isFinite(value)) return narrow
  if (Math.abs(value) === Number.MAX_VALUE) return Math.sign(value) * largestFloat
  throw tooLarge(value, what, 'float32')
}

/** An int64 or uint32 as int32. The extreme int64 values, used as "to the end", become those of int32. */
export function narrowInt(value: number, what: string): number {
  if (value >= -(2 ** 31) && value < 2 ** 31) return value
  if (value === -(2 ** 63)) return -(2 ** 31)
  if (value >= 2 ** 63) return 2 ** 31 - 1
  throw tooLarge(value, what, 'int32')
}

function tooLarge(value: number, what: string, dtype: string): EngineError {
  return new EngineError(
    'model-invalid',
    `${what} holds ${value}, which does not fit in ${dtype}: models are computed in 32 bits here.`,
    'Save the model with smaller values there.',
  )
}

/**
 * Decodes stored elements (row-major) and narrows them to 32 bits; returns a view of `bytes` if no conversion is
 * needed. Raises `model-invalid` for numbers that do not fit into 32 bits.
 */
export function decodeElements(
  { name, dtype, bytes: size }: StoredType,
  bytes: Uint8Array<ArrayBuffer>,
  what: string,
): Exclude<TensorData, readonly string[]> {
  if (dtype === 'bool') return bytes.map((byte) => (byte === 0 ? 0 : 1))
  const { buffer, byteOffset } = aligned(bytes, size)
  const { length } = bytes
  switch (name) {
    case 'float32':
    case 'complex64':
      return new Float32Array(buffer, byteOffset, length / 4)
    case 'int32':
    case 'qint32':
      return new Int32Array(buffer, byteOffset, length / 4)
    case 'float64':
    case 'complex128':
      return Float32Array.from(new Float64Array(buffer, byteOffset, length / 8), (x) => narrowFloat(x, what))
    case 'float16':
      return float16ToFloat32(new Uint16Array(buffer, byteOffset, length / 2))
    case 'bfloat16':
      return bfloat16ToFloat32(new Uint16Array(buffer, byteOffset, length / 2))
    case 'uint8':
    case 'quint8':
      return Int32Array.from(bytes)
    case 'int8':
    case 'qint8':
      return Int32Array.from(new Int8Array(buffer, byteOffset, length))
    case 'int16':
    case 'qint16':
      return Int32Array.from(new Int16Array(buffer, byteOffset, length / 2))
    case 'uint16':
    case 'quint16':
      return Int32Array.from(new Uint16Array(buffer, byteOffset, length / 2))
    case 'uint32':
      return Int32Array.from(new Uint32Array(buffer, byteOffset, length / 4), (x) => narrowInt(x, what))
    default:
      return longs(new DataView(buffer, byteOffset, length), name === 'uint64', what)
  }
}

/** Typed arrays must be aligned to their element size, which divides that of a complex number. */
function aligned(bytes: Uint8Array<ArrayBuffer>, size: number): Uint8Array<ArrayBuffer> {
  return bytes.byteOffset % size === 0 || (size > 4 && bytes.byteOffset % 8 === 0) ? bytes : bytes.slice()
}

function longs(view: DataView, isUnsigned: boolean, what: string): Int32Array<ArrayBuffer> {
  const out = new Int32Array(view.byteLength / 8)
  for (let i = 0; i < out.length; i++) {
    const low = view.getUint32(8 * i, true)
    const high = isUnsigned ? view.getUint32(8 * i + 4, true) : view.getInt32(8 * i + 4, true)
    out[i] = narrowInt(high * 2 ** 32 + low, what)
  }
  return out
}

/** IEEE 754 binary16 to float32. */
export function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function float16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  if (bits.length < 65_536) return Float32Array.from(bits, half)
  const table = Float32Array.from({ length: 65_536 }, (_, i) => half(i))
  const out = new Float32Array(bits.length)
  for (let i = 0; i < bits.length; i++) out[i] = table[bits[i] as number] as number
  return out
}

/** bfloat16 is the upper half of a float32. */
function bfloat16ToFloat32(bits: Uint16Array): Float32Array<ArrayBuffer> {
  const out = new Uint32Array(bits.length)
  for (let i = 0; i < bits.length; i++) out[i] = (bits[i] as number) << 16
  return new Float32Array(out.buffer)
}

export function brain(bits: number): number {
  return bfloat16ToFloat32(Uint16Array.of(bits))[0] as number
}

/** Byte-swaps the elements of a big-endian machine. */
export function swapped(stored: Uint8Array<ArrayBuffer>, { name, bytes: size }: StoredType): Uint8Array<ArrayBuffer> {
  const part = name.startsWith('complex') ? size / 2 : size
  if (part < 2) return stored
  const bytes = stored.slice()
  for (let start = 0; start + part <= bytes.length; start += part) bytes.subarray(start, start + part).reverse()
  return bytes
}
