/**
 * Compares outputs with reference values. The measure is |found − expected| / scale; the scale is either a tolerance (1
 * is the limit) or a magnitude.
 *
 * @typedef {number | bigint | boolean | string} Element
 * @typedef {{ shape: readonly number[], data: ArrayLike<Element> }} Values
 * @typedef {(expected: number) => number} Scale
 * @typedef {{ worst: number, problem: string | null }} Difference `worst`: the largest; `problem`: where it is, `null` where nothing differs
 */

/**
 * @param {{ rtol: number, atol: number }} tolerance
 * @returns {Scale}
 */
export function tolerated({ rtol, atol }) {
  return (expected) => atol + rtol * Math.abs(expected)
}

/**
 * The largest magnitude among the values.
 * @param {ArrayLike<Element>} values
 * @returns {Scale}
 */
export function magnitudeOf(values) {
  let most = Number.MIN_VALUE
  for (let i = 0; i < values.length; i++) most = Math.max(most, Math.abs(Number(values[i])))
  return () => most
}

/** @param {number} a @param {number} b */
const same = (a, b) => a === b || (Number.isNaN(a) && Number.isNaN(b))

/**
 * Compares the elements pairwise. A different shape, a different text, or a number where none is expected gives
 * infinity.
 * @param {Values} found
 * @param {Values} expected
 * @param {Scale} scale
 * @returns {Difference}
 */
export function compare(found, expected, scale) {
  if (String(found.shape) !== String(expected.shape))
    return infinite(`shape [${found.shape}], expected [${expected.shape}]`)
  let worst = 0
  let at = -1
  for (let i = 0; i < expected.data.length && worst < Number.POSITIVE_INFINITY; i++) {
    const far = distance(found.data[i], expected.data[i], scale)
    if (far > worst) [worst, at] = [far, i]
  }
  return { worst, problem: at < 0 ? null : sayWhere(at, found.data[at], expected.data[at]) }
}

/**
 * @param {Element | undefined} found
 * @param {Element | undefined} expected
 * @param {Scale} scale
 */
function distance(found, expected, scale) {
  if (typeof expected === 'string') return String(found) === expected ? 0 : Number.POSITIVE_INFINITY
  const [a, b] = [Number(found), Number(expected)]
  if (same(a, b)) return 0
  const far = Math.abs(a - b) / scale(b)
  return Number.isNaN(far) ? Number.POSITIVE_INFINITY : far
}

/** @param {number} at @param {Element | undefined} found @param {Element | undefined} expected */
function sayWhere(at, found, expected) {
  return typeof expected === 'string'
    ? `element ${at} is "${found}", expected "${expected}"`
    : `element ${at} is ${found}, expected ${expected}`
}

/** @param {string} problem @returns {Difference} */
export function infinite(problem) {
  return { worst: Number.POSITIVE_INFINITY, problem }
}

/**
 * The largest of several differences, with the name of its output.
 * @param {Iterable<readonly [name: string, difference: Difference]>} differences
 * @returns {Difference}
 */
export function largest(differences) {
  /** @type {Difference} */
  let result = { worst: 0, problem: null }
  for (const [name, { worst, problem }] of differences) {
    if (worst > result.worst) result = { worst, problem: `${name}: ${problem}` }
  }
  return result
}
