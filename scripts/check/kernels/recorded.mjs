/**
 * @typedef {import('./draw.mjs').Case} Case
 * @typedef {import('./draw.mjs').Tensor} Tensor
 */

/** JSON has no infinities. @param {unknown} value */
export const toJson = (value) =>
  JSON.stringify(value, (_, x) => (typeof x === 'number' && !Number.isFinite(x) ? String(x) : x))

/** @param {string} text @returns {any} */
const fromJson = (text) => JSON.parse(text, (key, x) => (key === 'data' ? x.map(Number) : x))

/** Results of TensorFlow, as `scripts/references/kernels.py` prints them. */
export class Recorded {
  /** @param {string} text one result a line */
  constructor(text) {
    this.backend = 'TensorFlow'
    /** @type {Map<number, { outputs?: readonly Tensor[], error?: string }>} */
    this.results = new Map(
      text
        .trimEnd()
        .split('\n')
        .map((line) => fromJson(line))
        .map((result) => [result.id, result]),
    )
  }

  /**
   * @param {Case} _
   * @param {boolean} __
   * @param {number} id
   * @returns {Promise<readonly Tensor[]>} raises `refused` for a case that TensorFlow cannot run
   */
  async run(_, __, id) {
    const { outputs, error = 'there is no result for this case' } = this.results.get(id) ?? {}
    if (outputs === undefined) throw Object.assign(new Error(error), { code: 'refused' })
    return outputs
  }
}
