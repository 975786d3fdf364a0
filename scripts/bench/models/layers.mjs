/**
 * A Keras model as data, from which the writers in this folder make a `.keras` file, a TensorFlow.js layers model or a
 * SavedModel.
 * @typedef {{ name: string, shape: readonly number[], values: Float32Array }} Weight
 * @typedef {{ className: string, name: string, config: Readonly<Record<string, unknown>>, from: readonly string[], weights: readonly Weight[] }} Layer
 * @typedef {{ name: string, input: { name: string, shape: readonly number[] }, layers: readonly Layer[] }} Model
 */

/** Values between −1 and 1 from a seeded linear congruential generator: the same on every run. */
export class Random {
  constructor(seed = 7) {
    this.seed = seed
  }

  /**
   * Uniform values with this mean and maximum distance from it.
   * @param {readonly number[]} shape
   * @param {number} reach
   * @param {number} [mean]
   */
  values(shape, reach, mean = 0) {
    const values = new Float32Array(shape.reduce((product, dim) => product * dim, 1))
    for (let i = 0; i < values.length; i++) {
      this.seed = (Math.imul(this.seed, 1664525) + 1013904223) >>> 0
      values[i] = mean + (this.seed / 2 ** 31 - 1) * reach
    }
    return values
  }

  /**
   * A kernel that preserves the variance of its input (He: uniform within √(6 / inputs)).
   * @param {string} name
   * @param {readonly number[]} shape
   * @param {number} inputs of one output
   * @returns {Weight}
   */
  kernel(name, shape, inputs) {
    return { name, shape, values: this.values(shape, Math.sqrt(6 / inputs)) }
  }
}
