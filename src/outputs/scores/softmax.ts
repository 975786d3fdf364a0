/**
 * exp(xᵢ − max) / Σ exp(xⱼ − max), which cannot overflow; in float64. −Infinity (a masked class) gives 0; when every
 * value is −Infinity the result is NaN.
 */
export function softmax(logits: ArrayLike<number>): Float64Array {
  const result = new Float64Array(logits.length)
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < logits.length; i++) max = Math.max(max, logits[i] as number)
  let sum = 0
  for (let i = 0; i < logits.length; i++) {
    const power = Math.exp((logits[i] as number) - max)
    result[i] = power
    sum += power
  }
  for (let i = 0; i < logits.length; i++) result[i] = (result[i] as number) / sum
  return result
}
