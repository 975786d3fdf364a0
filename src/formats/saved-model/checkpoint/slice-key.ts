/** Part of a tensor along each axis; a length of −1 is all of it. */
export interface Extent {
  readonly start: number
  readonly length: number
}

/**
 * The key under which a checkpoint holds one slice of a tensor: `EncodeTensorNameSlice` of TensorFlow's
 * saved_tensor_slice_util.cc, in the order-preserving code of ordered_code.cc.
 */
export function sliceKey(name: string, slice: readonly Extent[]): string {
  const dims = slice.map(({ start, length }) => signedNumber(start) + signedNumber(length)).join('')
  return `${unsignedNumber(0)}${text(name)}${unsignedNumber(slice.length)}${dims}`
}

/** Number of bytes, then the bytes, big-endian. */
function unsignedNumber(value: number): string {
  let digits = ''
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) digits = String.fromCharCode(rest % 256) + digits
  return String.fromCharCode(digits.length) + digits
}

/** UTF-8 with `00` written `00 FF` and `FF` written `FF 00`, closed by `00 01`. */
function text(value: string): string {
  let encoded = ''
  for (const byte of new TextEncoder().encode(value)) {
    if (byte === 0) encoded += '\u0000\u00ff'
    else encoded += byte === 0xff ? '\u00ff\u0000' : String.fromCharCode(byte)
  }
  return `${encoded}\u0000\u0001`
}

/** As many leading ones as bytes, a zero, then the number; all of it inverted for negative numbers. */
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
