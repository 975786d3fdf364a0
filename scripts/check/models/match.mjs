import { compare, infinite, largest, magnitudeOf } from '../compare.mjs'

/**
 * @typedef {{ name: string, shape: readonly number[], dtype: string, first8: readonly (number | string)[], sum?: number, min?: number, max?: number }} Expected
 * @typedef {{ name: string, shape: readonly number[], dtype: string, values: readonly (number | string)[], stats: { min: number, max: number, sum: number, nan: number, inf: number } }} Found
 * @typedef {import('../compare.mjs').Difference} Difference
 */

/** @param {readonly number[]} shape */
const size = (shape) => shape.reduce((product, dim) => product * dim, 1)

/**
 * Finds the output that matches an expected one: by name, by the tensor's name in the signature, by the name without
 * the counter that tfjs-layers appends, or by shape if only one output has it.
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
 * Largest difference, relative to the output's largest magnitude, over the first eight elements, minimum, maximum and
 * mean.
 * @param {Expected} expected
 * @param {Found} found
 * @returns {Difference}
 */
export function difference(expected, found) {
  const { min, max, sum, shape, first8 } = expected
  const pairs = first8.map((value, i) => [value, found.values[i]])
  if (min !== undefined) pairs.push([min, found.stats.min])
  if (max !== undefined) pairs.push([max, found.stats.max])
  if (sum !== undefined) pairs.push([sum / size(shape), found.stats.sum / size(found.shape)])
  return compare(
    { shape: found.shape, data: pairs.map(([, value]) => value ?? Number.NaN) },
    { shape, data: pairs.map(([value]) => value ?? Number.NaN) },
    magnitudeOf([min ?? 0, max ?? 0]),
  )
}

/**
 * The largest difference over all expected outputs.
 * @param {readonly Expected[]} expected
 * @param {readonly Found[]} found
 * @param {ReadonlyMap<string, string>} signature
 * @returns {Difference}
 */
export function compareOutputs(expected, found, signature) {
  const names = found.map(({ name }) => name).join(', ')
  return largest(
    expected.map((output) => {
      const hit = match(output, found, signature)
      return [output.name, hit === undefined ? infinite(`not among the outputs ${names}`) : difference(output, hit)]
    }),
  )
}

/**
 * The largest difference between the beginning of an output and the expected values, relative to their largest
 * magnitude.
 * @param {readonly (number | string)[]} expected
 * @param {readonly Found[]} found
 * @param {string} name
 * @returns {Difference}
 */
export function compareBeginning(expected, found, name) {
  const shape = [expected.length]
  const values = found.find((output) => output.name === name)?.values ?? []
  return compare({ shape, data: values.slice(0, expected.length) }, { shape, data: expected }, magnitudeOf(expected))
}
