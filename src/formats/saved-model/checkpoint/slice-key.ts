/** A slice of a tensor, along each axis; a length of −1 means the whole axis. */
export interface Extent {
  readonly start: number
  readonly length: number
}

/**
 * The checkpoint key of one slice of a tensor: `EncodeTensorNameSlice` in TensorFlow's saved_tensor_slice_util.cc, with
 * the order-preserving encoding of ordered_code.cc.
 */
export function sliceKey(name: string, slice: readonly Extent[]): string {
  const dims = slice.map(({ start, length }) => signedNumber(start) + signedNumber(length)).join('')
  return `${unsignedNumber(0)}${text(name)}${unsignedNumber(slice.length)}${dims}`
}

/** Byte count, then the bytes, big-endian. */
function unsignedNumber(value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits = String.fromCharCode(rest % 256) + digits
  return String.fromCharCode(digits.length) + digits
}

/** UTF-8 with `00` escaped as `00 FF` and `FF` as `FF 00`, terminated by `00 01`. */
function text(value: string): string {
  let encoded = ''
  for (const byte of new TextEncoder().encode(value)) {
    if (byte === 0) encoded += '\u0000\u00ff'
    else encoded += byte === 0xff ? '\u00ff\u0000' : String.fromCharCode(byte)
  }
  return `${encoded}\u0000\u0001`
}

/** As many leading ones as there are bytes, a zero, then the number; inverted for negative numbers. */
function signedNumber(value: number): string {
  const big = BigInt(value)
  const magnitude = big < 0n ? ~big : big
  let length = 1
  while (magnitude >> BigInt(7 * length - 1) !== 0n) length++
  const header = ((1n << BigInt(length)) - 1n) << BigInt(7 * length)
  const bits = BigInt.asUintN(8 * length, big) ^ header
  let encoded = ''
  for (let i = length - 1; i >= 0; i--) encoded += String.fromCharCode(Number((bits >> BigInt(8 * i)) & 0xffn))
  return encoded
}
