/**
 * @typedef {{ dtype: string, shape: readonly number[], data: ArrayLike<number | bigint | boolean | string> }} Values
 * @typedef {{ worst: number, problem: string | null }} Difference `worst`: largest |a − b| / (atol + rtol·|b|); 1 is the limit
 */

/** @param {number} found @param {number} expected */
const same = (found, expected) => Object.is(found, expected) || (Number.isNaN(found) && Number.isNaN(expected))

/**
 * Compares an output with TensorFlow's, element by element.
 * @param {Values} found
 * @param {Values} expected
 * @param {{ rtol: number, atol: number }} tolerance
 * @returns {Difference}
 */
export function compare(found, expected, { rtol, atol }) {
  if (String(found.shape) !== String(expected.shape))
    return { worst: Number.POSITIVE_INFINITY, problem: `shape [${found.shape}], expected [${expected.shape}]` }
  let worst = 0
  let problem = null
  for (let i = 0; i < expected.data.length; i++) {
    const [a, b] = [found.data[i], expected.data[i]]
    if (typeof b === 'string') {
      if (String(a) === b) continue
      return { worst: Number.POSITIVE_INFINITY, problem: `element ${i} is "${a}", expected "${b}"` }
    }
    const [x, y] = [Number(a), Number(b)]
    if (same(x, y)) continue
    const ratio = Math.abs(x - y) / (atol + rtol * Math.abs(y))
    if (ratio <= worst) continue
    worst = Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio
    if (!(worst <= 1)) problem = `element ${i} is ${x}, expected ${y}`
    if (worst === Number.POSITIVE_INFINITY) break
  }
  return { worst, problem }
}
