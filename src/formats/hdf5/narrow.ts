import { EngineError } from '../../base/errors.ts'
import type { DType, TensorData } from '../../base/tensor.ts'
import type { Datatype } from './datatype.ts'

type Numeric = Datatype & { readonly kind: 'integer' | 'float' | 'bool' }

/** The graph dtype for values of this type; `null` for types without numbers or texts. */
export function dtypeOf(type: Datatype): DType | null {
  switch (type.kind) {
    case 'integer':
      return 'int32'
    case 'float':
      return 'float32'
    case 'bool':
      return 'bool'
    case 'text':
    case 'vlen-text':
      return 'string'
    default:
      return null
  }
}

/**
 * Converts stored values to graph values: floats to float32, integers to int32. Returns a view of `bytes` where no
 * conversion is needed; do not write to it. `what` names the tensor and its file, for messages. Raises `model-invalid`
 * for integers outside int32 and for float64 outside float32.
 */
export function narrow(
  type: Numeric,
  bytes: Uint8Array<ArrayBuffer>,
  what: string,
): Exclude<TensorData, readonly string[]> {
  if (type.kind === 'bool') return bytes.map((byte) => (byte === 0 ? 0 : 1))
  const aligned = bytes.byteOffset % type.size === 0 && type.little ? bytes : bytes.slice()
  if (!type.little) swap(aligned, type.size)
  const view = [aligned.buffer, aligned.byteOffset, aligned.length / type.size] as const
  if (type.kind === 'float') return narrowFloat(type.format, view, what)
  const { size, signed } = type
  if (size === 4 && signed) return new Int32Array(...view)
  if (size === 1) return Int32Array.from(signed ? new Int8Array(...view) : new Uint8Array(...view))
  if (size === 2) return Int32Array.from(signed ? new Int16Array(...view) : new Uint16Array(...view))
  return size === 4 ? narrowUint32(new Uint32Array(...view), what) : narrowInt64(view, signed, what)
}

type View = readonly [ArrayBuffer, number, number]

function narrowFloat(format: string, view: View, what: string): Float32Array<ArrayBuffer> {
  const out = format === 'float32' ? new Float32Array(...view) : new Float32Array(view[2])
  if (format === 'float16') {
    const halves = new Uint16Array(...view)
    for (let i = 0; i < out.length; i++) out[i] = fromHalf(halves[i] as number)
  } else if (format === 'bfloat16') {
    // bfloat16 is the upper half of a float32.
    const halves = new Uint16Array(...view)
    const bits = new Uint32Array(out.buffer)
    for (let i = 0; i < bits.length; i++) bits[i] = (halves[i] as number) << 16
  } else if (format === 'float64') {
    const doubles = new Float64Array(...view)
    for (let i = 0; i < out.length; i++) {
      const value = doubles[i] as number
      out[i] = value
      if (!Number.isFinite(out[i] as number) && Number.isFinite(value)) throw tooLarge(what, i, value, 'float32')
    }
  }
  return out
}

/** IEEE 754 binary16. */
export function fromHalf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

function narrowUint32(values: Uint32Array, what: string): Int32Array<ArrayBuffer> {
  for (let i = 0; i < values.length; i++)
    if ((values[i] as number) > 0x7fffffff) throw tooLarge(what, i, values[i] as number, 'int32')
  return Int32Array.from(values)
}

function narrowInt64([buffer, offset, count]: View, signed: boolean, what: string): Int32Array<ArrayBuffer> {
  const halves = new Int32Array(buffer, offset, 2 * count)
  const out = new Int32Array(count)
  for (let i = 0; i < count; i++) {
    const low = halves[2 * i] as number
    const high = halves[2 * i + 1] as number
    const fits = high === (signed ? low >> 31 : 0) && (signed || low >= 0)
    if (!fits) throw tooLarge(what, i, high * 2 ** 32 + (low >>> 0), 'int32')
    out[i] = low
  }
  return out
}

/** Reverses each element's bytes, in place. */
function swap(bytes: Uint8Array, size: number): void {
  for (let at = 0; at + size <= bytes.length; at += size) bytes.subarray(at, at + size).reverse()
}

function tooLarge(what: string, index: number, value: number, dtype: string): EngineError {
  return new EngineError(
    'model-invalid',
    `Element ${index} of ${what} is ${value}, which does not fit in ${dtype}; models are computed in float32 and int32.`,
    'Such a weight is usually an error in training. Check it in Python.',
  )
}
