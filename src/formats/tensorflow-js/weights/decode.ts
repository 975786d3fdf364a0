import type { TensorData } from '../../../base/tensor.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { Quantisation, WeightSpec } from './manifest.ts'

/**
 * Decodes stored bytes (little-endian, row-major). Quantised values are `stored · scale + min`, float16 is widened,
 * both to 32 bits, as in tfjs-core's `decodeWeights`. Returns a read-only view of `bytes` if no conversion is needed;
 * `bytes` must be aligned to 4 in their buffer.
 */
export function decode(spec: WeightSpec, bytes: Uint8Array<ArrayBuffer>): TensorData {
  const count = sizeOf(spec.shape)
  if (spec.quantisation !== null) return dequantise(spec, spec.quantisation, bytes, count)
  if (spec.dtype === 'string') return decodeStrings(bytes, count)
  if (spec.dtype === 'bool') return bytes.map((byte) => (byte === 0 ? 0 : 1))
  if (spec.dtype === 'int32') return new Int32Array(bytes.buffer, bytes.byteOffset, count)
  return new Float32Array(bytes.buffer, bytes.byteOffset, spec.dtype === 'complex64' ? 2 * count : count)
}

function dequantise(
  spec: WeightSpec,
  { dtype, scale, min }: Quantisation,
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
): TensorData {
  if (dtype === 'float16') {
    const halves = new Uint16Array(bytes.buffer, bytes.byteOffset, count)
    const table = float16Table()
    const out = new Float32Array(count)
    for (let i = 0; i < count; i++) out[i] = table[halves[i] ?? 0] ?? 0
    return out
  }
  const stored = dtype === 'uint8' ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, count)
  if (spec.dtype === 'int32') {
    const out = new Int32Array(count)
    for (let i = 0; i < count; i++) out[i] = Math.round((stored[i] ?? 0) * scale + min)
    return out
  }
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) out[i] = (stored[i] ?? 0) * scale + min
  return out
}

function decodeStrings(bytes: Uint8Array<ArrayBuffer>, count: number): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  const strings: string[] = []
  let offset = 0
  for (let i = 0; i < count; i++) {
    const start = offset + 4
    offset = start + view.getUint32(offset, true)
    strings.push(decoder.decode(bytes.subarray(start, offset)))
  }
  return strings
}

let halves: Float32Array | null = null

/** All 65,536 IEEE 754 binary16 values as float32. */
function float16Table(): Float32Array {
  if (halves !== null) return halves
  const table = new Float32Array(65_536)
  for (let bits = 0; bits < table.length; bits++) {
    const sign = bits & 0x8000 ? -1 : 1
    const exponent = (bits >> 10) & 0x1f
    const fraction = bits & 0x3ff
    if (exponent === 0) table[bits] = sign * fraction * 2 ** -24
    else if (exponent === 31) table[bits] = fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
    else table[bits] = sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
  }
  halves = table
  return table
}
