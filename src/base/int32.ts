const limit = 2 ** 31

/** TensorFlow's cast to int32: truncated; numbers outside the range, and NaN, become the lowest integer. */
export function toInt32(value: number): number {
  return value >= -limit && value < limit ? Math.trunc(value) : -limit
}
