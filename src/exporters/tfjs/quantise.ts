/** Weights with fewer elements keep 32 bits: biases and scales are cheap and matter much. */
export const smallest = 1024

/** Manifest entry of a weight stored in 8 bits: `stored · scale + min`. */
export interface Affine {
  readonly scale: number
  readonly min: number
}

/**
 * 8-bit affine quantisation over the range of the values, shifted so that 0 is exact, as in TensorFlow.js's converter.
 * `null` if any value is not finite.
 */
export function toUint8(
  values: Float32Array,
): { readonly bytes: Uint8Array<ArrayBuffer>; readonly affine: Affine } | null {
  let low = 0
  let high = 0
  for (const value of values) {
    if (!Number.isFinite(value)) return null
    if (value < low) low = value
    if (value > high) high = value
  }
  const scale = high === low ? 1 : (high - low) / 255
  const min = Math.round(low / scale) * scale
  const bytes = new Uint8Array(values.length)
  for (let i = 0; i < values.length; i++) {
    bytes[i] = Math.max(0, Math.min(255, Math.round(((values[i] as number) - min) / scale)))
  }
  return { bytes, affine: { scale, min } }
}

/** IEEE 754 binary16, rounded to nearest even. `null` if a finite value exceeds ±65,504. */
export function toFloat16(values: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> | null {
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const halves = new Uint16Array(values.length)
  for (let i = 0; i < halves.length; i++) {
    const half = halfOf(bits[i] as number)
    if ((half & 0x7fff) === 0x7c00 && Number.isFinite(values[i])) return null
    halves[i] = half
  }
  return halves
}

/** Converts the bits of a float32 to those of a float16. */
function halfOf(bits: number): number {
  const sign = (bits >>> 16) & 0x8000
  const exponent = (bits >>> 23) & 0xff
  const fraction = bits & 0x7fffff
  if (exponent === 0xff) return sign | 0x7c00 | (fraction === 0 ? 0 : 0x200)
  if (exponent >= 0x8f) return sign | 0x7c00
  // Below 2⁻¹⁴ a float16 is subnormal: the implicit leading one becomes part of the fraction.
  const normal = exponent > 112
  const digits = normal ? ((exponent - 112) << 23) | fraction : (fraction | 0x800000) >>> Math.min(113 - exponent, 31)
  const sticky = normal || exponent < 89 ? 0 : (fraction | 0x800000) & ((1 << (113 - exponent)) - 1) ? 1 : 0
  const rest = digits & 0x1fff
  const half = digits >>> 13
  const up = rest > 0x1000 || (rest === 0x1000 && (sticky === 1 || (half & 1) === 1))
  return sign | (up ? half + 1 : half)
}
