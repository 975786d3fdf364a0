/** @typedef {import('./check.mjs').Row} Row */

const widths = /** @type {const} */ ([46, 40, 7, 7, 4, 9, 9, 8])

/** @param {readonly string[]} cells */
const row = (cells) => cells.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' ')

export const head = row(['folder', 'model', 'backend', 'loaded', 'ran', 'ramp', 'real', 'verdict'])

/** @param {number | null} difference */
const figure = (difference) =>
  difference === null ? '–' : Number.isFinite(difference) ? difference.toExponential(1) : 'differs'

/** @param {Row} result */
export function line(result) {
  const yes = (/** @type {boolean} */ flag) => (flag ? 'yes' : 'no')
  const cells = row([
    result.folder,
    result.model,
    result.backend,
    yes(result.loaded),
    yes(result.ran),
    figure(result.ramp),
    figure(result.real),
    result.ok ? (result.asPlain ? 'as plain' : 'ok') : 'MISS',
  ])
  return result.note === '' ? cells : `${cells}\n      ${result.note}`
}

/**
 * The last lines: how many folders hold, and the largest differences.
 * @param {readonly Row[]} rows
 */
export function closing(rows) {
  const missed = rows.filter(({ ok }) => !ok)
  const backends = [...new Set(rows.filter(({ ran }) => ran).map(({ backend }) => backend))]
  const worst = backends.map((backend) => {
    const all = rows.filter((one) => one.backend === backend).flatMap(({ ramp, real }) => [ramp, real])
    return `${backend} ${figure(Math.max(0, ...all.filter((value) => value !== null)))}`
  })
  const asPlain = rows.filter((one) => one.ok && one.asPlain).length
  const holding = `${rows.length - missed.length - asPlain} of ${rows.length} checks hold`
  const counted =
    asPlain === 0 ? holding : `${holding}; ${asPlain} beyond the limit, as plain TensorFlow.js on that backend is too`
  return `\n${counted}; largest difference as a part of the output's largest magnitude: ${worst.join(', ')}`
}
