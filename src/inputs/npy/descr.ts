import { EngineError } from '../../base/errors.ts'
import { trimmedEnd } from '../../base/trim.ts'
import type { Numbers } from '../input-value.ts'

type Decode = (view: DataView, count: number, little: boolean) => Numbers | readonly string[]

/** One dtype of NumPy's `descr`, without the byte order. */
interface Dtype {
  readonly label: string
  readonly bytes: number
  readonly decode: Decode
}

function float64(read: (view: DataView, at: number, little: boolean) => number, bytes: number): Decode {
  return (view, count, little) => {
    const out = new Float64Array(count)
    for (let i = 0; i < count; i++) out[i] = read(view, i * bytes, little)
    return out
  }
}

function int32(read: (view: DataView, at: number, little: boolean) => number, bytes: number): Decode {
  return (view, count, little) => {
    const out = new Int32Array(count)
    for (let i = 0; i < count; i++) out[i] = read(view, i * bytes, little)
    return out
  }
}

/** 64-bit integers as float64, which is exact up to 2⁵³. Raises `input-dtype` for larger ones. */
function wide(read: (view: DataView, at: number, little: boolean) => bigint): Decode {
  return float64((view, at, little) => {
    const value = read(view, at, little)
    const number = Number(value)
    if (!Number.isSafeInteger(number)) {
      throw new EngineError(
        'input-dtype',
        `Element ${at / 8} is ${value}; integers beyond 2⁵³ are not exact in any supported dtype.`,
        'Save the array as int32 or float32.',
      )
    }
    return number
  }, 8)
}

const float32: Decode = (view, count, little) => {
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) out[i] = view.getFloat32(i * 4, little)
  return out
}

const float16: Decode = (view, count, little) => {
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) out[i] = float16ToFloat32(view.getUint16(i * 2, little))
  return out
}

/** IEEE 754 binary16. */
function float16ToFloat32(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

const bytesAsNumbers: Decode = (view, count) =>
  new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset, count).slice()
const bool: Decode = (view, count) => Uint8Array.from({ length: count }, (_, i) => (view.getUint8(i) === 0 ? 0 : 1))

/** The NumPy dtypes that are supported. */
export const dtypes: Readonly<Record<string, Dtype>> = {
  f2: { label: 'float16', bytes: 2, decode: float16 },
  f4: { label: 'float32', bytes: 4, decode: float32 },
  f8: { label: 'float64', bytes: 8, decode: float64((view, at, little) => view.getFloat64(at, little), 8) },
  i1: { label: 'int8', bytes: 1, decode: int32((view, at) => view.getInt8(at), 1) },
  i2: { label: 'int16', bytes: 2, decode: int32((view, at, little) => view.getInt16(at, little), 2) },
  i4: { label: 'int32', bytes: 4, decode: int32((view, at, little) => view.getInt32(at, little), 4) },
  i8: { label: 'int64', bytes: 8, decode: wide((view, at, little) => view.getBigInt64(at, little)) },
  u1: { label: 'uint8', bytes: 1, decode: bytesAsNumbers },
  u2: { label: 'uint16', bytes: 2, decode: int32((view, at, little) => view.getUint16(at, little), 2) },
  u4: { label: 'uint32', bytes: 4, decode: float64((view, at, little) => view.getUint32(at, little), 4) },
  u8: { label: 'uint64', bytes: 8, decode: wide((view, at, little) => view.getBigUint64(at, little)) },
  b1: { label: 'bool', bytes: 1, decode: bool },
}

/** `<U5` is UTF-32, `|S5` is bytes, both padded with NUL. */
export function stringDtype(code: string): Dtype | null {
  const [, letter, length] = /^([US])(\d+)$/.exec(code) ?? []
  if (letter === undefined) return null
  const characters = Number(length)
  const bytes = letter === 'U' ? characters * 4 : characters
  const decoder = new TextDecoder()
  const one = (view: DataView, at: number, little: boolean): string => {
    if (letter === 'S')
      return trimmedEnd(
        decoder.decode(new Uint8Array(view.buffer as ArrayBuffer, view.byteOffset + at, bytes).slice()),
        '\0',
      )
    let text = ''
    for (let i = 0; i < characters; i++) {
      const point = view.getUint32(at + i * 4, little)
      if (point > 0 && point <= 0x10ffff) text += String.fromCodePoint(point)
    }
    return text
  }
  return {
    label: `string (${code})`,
    bytes,
    decode: (view, count, little) => Array.from({ length: count }, (_, i) => one(view, i * bytes, little)),
  }
}
