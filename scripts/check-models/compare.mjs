/**
 * @typedef {{ name: string, shape: readonly number[], dtype: string, first8: readonly number[], sum?: number, min?: number, max?: number }} Expected
 * @typedef {{ name: string, shape: readonly number[], dtype: string, values: readonly (number | string)[], stats: { min: number, max: number, sum: number, nan: number, inf: number } }} Found
 */

/** @param {number | string} value */
const number = (value) => (typeof value === 'number' ? value : Number(value))

/** @param {readonly number[]} shape */
const size = (shape) => shape.reduce((product, dim) => product * dim, 1)

/**
 * The output that an expected one means: by name, by the name the signature gives its tensor, by the name without the counter
 * that tfjs-layers appends, or by its place when only one output has that shape.
 * @param {Expected} expected
 * @param {readonly Found[]} found
 * @param {ReadonlyMap<string, string>} signature tensor name → signature name
 */
export function match(expected, found, signature) {
  const plain = expected.name.replace(/_\d+$/, '')
  const layer = plain.split('/')[0]
  const names = [expected.name, signature.get(expected.name), plain, layer]
  for (const name of names) {
    const hit = found.find((output) => output.name === name)
    if (hit !== undefined) return hit
  }
  const same = found.filter((output) => String(output.shape) === String(expected.shape))
  return same.length === 1 ? same[0] : undefined
}

/**
 * Largest difference as a part of the output's largest magnitude, over the first eight elements, minimum, maximum and mean.
 * @param {Expected} expected
 * @param {Found} found
 * @returns {number} `Infinity` when the shapes differ or values are no numbers
 */
export function difference(expected, found) {
  if (String(expected.shape) !== String(found.shape)) return Number.POSITIVE_INFINITY
  if (expected.dtype === 'string') {
    return expected.first8.every((text, i) => String(text) === String(found.values[i])) ? 0 : Number.POSITIVE_INFINITY
  }
  const magnitude = Math.max(Math.abs(expected.min ?? 0), Math.abs(expected.max ?? 0), Number.MIN_VALUE)
  const pairs = expected.first8.map((value, i) => [value, number(found.values[i] ?? Number.NaN)])
  if (expected.min !== undefined) pairs.push([expected.min, number(found.stats.min)])
  if (expected.max !== undefined) pairs.push([expected.max, number(found.stats.max)])
  if (expected.sum !== undefined) {
    pairs.push([expected.sum / size(expected.shape), number(found.stats.sum) / size(found.shape)])
  }
  const worst = pairs.map(([a, b]) => Math.abs((a ?? Number.NaN) - (b ?? Number.NaN)) / magnitude)
  return worst.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...worst)
}

/**
 * @param {readonly Expected[]} expected
 * @param {readonly Found[]} found
 * @param {ReadonlyMap<string, string>} signature
 * @returns {{ worst: number, note: string }}
 */
export function compare(expected, found, signature) {
  let worst = 0
  let note = ''
  for (const output of expected) {
    const hit = match(output, found, signature)
    const far = hit === undefined ? Number.POSITIVE_INFINITY : difference(output, hit)
    if (far > worst) {
      worst = far
      note = hit === undefined ? `no output ${output.name} among ${found.map((o) => o.name).join(', ')}` : output.name
    }
  }
  return { worst, note }
}

/**
 * Largest difference of an output from the values that its beginning must have, as a part of the largest magnitude.
 * @param {readonly (number | string)[]} expected
 * @param {readonly Found[]} found
 * @param {string} name
 * @returns {number} `Infinity` when there is no such output, or values are no numbers
 */
export function farthest(expected, found, name) {
  const values = found.find((output) => output.name === name)?.values ?? []
  const magnitude = Math.max(...expected.map((value) => Math.abs(number(value))), Number.MIN_VALUE)
  const far = expected.map((value, i) => Math.abs(number(value) - number(values[i] ?? Number.NaN)) / magnitude)
  return far.some(Number.isNaN) ? Number.POSITIVE_INFINITY : Math.max(...far)
}
