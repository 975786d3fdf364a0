/**
 * @param {readonly number[]} values
 * @param {number} q 0…1
 * @returns {number} by linear interpolation between order statistics
 */
export function quantile(values, q) {
  const sorted = [...values].sort((a, b) => a - b)
  const at = (sorted.length - 1) * q
  const low = sorted[Math.floor(at)] ?? Number.NaN
  const high = sorted[Math.ceil(at)] ?? Number.NaN
  return low + (high - low) * (at - Math.floor(at))
}

/** @param {readonly number[]} values */
export const median = (values) => quantile(values, 0.5)

/**
 * One figure of the report. `value` must not exceed `target`; without a target it is only reported.
 * @typedef {{ what: string, value: number, unit: string, target?: number, detail: string }} Figure
 */

/**
 * Compares two ways: the ratio of their times at a quantile, with the times and the sample size.
 * @param {string} what
 * @param {{ ours: readonly number[], plain: readonly number[] }} timings ms
 * @param {{ q?: number, target?: number }} [options]
 * @returns {Figure}
 */
export function ratio(what, { ours, plain }, { q = 0.5, target } = {}) {
  const [a, b] = [quantile(ours, q), quantile(plain, q)]
  const detail = `${a.toFixed(2)} ms against ${b.toFixed(2)} ms, n = ${ours.length} each`
  return { what, value: a / b, unit: '×', detail, ...(target === undefined ? {} : { target }) }
}

/**
 * @param {readonly Figure[]} figures
 * @returns {number} how many miss their target
 */
export function print(figures) {
  const width = Math.max(...figures.map(({ what }) => what.length))
  for (const { what, value, unit, target, detail } of figures) {
    const shown = `${value.toFixed(unit === '×' ? 3 : unit === 'ms' ? 2 : 1)} ${unit}`.padStart(11)
    const goal =
      target === undefined
        ? ''.padStart(18)
        : `${value <= target ? 'meets' : 'MISSES'} ≤ ${Number(target.toFixed(3))} ${unit}`.padEnd(18)
    console.log(`${what.padEnd(width)}  ${shown}  ${goal}  ${detail}`)
  }
  return figures.filter(({ value, target }) => target !== undefined && !(value <= target)).length
}
