import { randomFrom } from '../../random.mjs'

/**
 * One operation, or a chain of few, with the values that it runs on. Every case is plain JSON.
 *
 * @typedef {'float32' | 'int32' | 'bool' | 'complex64'} DType complex numbers are interleaved
 * @typedef {{ dtype: DType, shape: readonly number[], data: readonly number[] }} Tensor
 * @typedef {Tensor & { constant: boolean, free: readonly number[], sizes?: boolean }} Input
 *   `constant`: a weight of the graph; `free`: the axes whose size the graph does not state; `sizes`: sizes or limits are computed
 *   from it, so it is never on a GPU only: a graph in which a kernel computes it is refused there
 * @typedef {{ op: string, inputs: readonly string[], attributes: Readonly<Record<string, any>>, outputs: number }} Node
 *   inputs are `x0`, `x1` … for the inputs of the case, and `n0:0`, `n0:1`, `n1:0` … for outputs of its nodes
 * @typedef {{ family: string, inputs: readonly Input[], nodes: readonly Node[], exact?: boolean }} Case
 *   the outputs are those of the last node
 * @typedef {{ dtype?: DType, constant?: boolean, least?: number, most?: number, special?: boolean | 'nonfinite' | 'infinite' }} How
 *   `special`: some values are NaN, infinite, tiny or huge; `nonfinite`: NaN and infinite, because sums of huge values depend on
 *   their order; `infinite`: only infinite, where TensorFlow's treatment of NaN depends on the order of values
 */

const infinite = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
const nonfinite = [Number.NaN, Number.NaN, ...infinite]
const specials = [...nonfinite, 0, 1e30, -1e30, 1e-30]

/** Draws the parameters of a case. */
export class Draw {
  /** @param {number} seed */
  constructor(seed) {
    this.random = randomFrom(seed)
  }

  /** @param {number} least @param {number} most inclusive */
  int(least, most) {
    return least + Math.floor(this.random() * (most - least + 1))
  }

  /** @param {number} share */
  chance(share) {
    return this.random() < share
  }

  /** @template T @param {readonly T[]} items @returns {T} */
  pick(items) {
    return /** @type {T} */ (items[this.int(0, items.length - 1)])
  }

  /** @template T @param {number} length @param {(i: number) => T} item @returns {T[]} */
  list(length, item) {
    return Array.from({ length }, (_, i) => item(i))
  }

  /** Sizes 1 to 5, rarely 0; of at most three axes one may be long. @param {number} rank @returns {number[]} */
  shape(rank, empty = 0.01) {
    const shape = this.list(rank, () => (this.chance(empty) ? 0 : this.int(1, 5)))
    if (rank > 0 && rank < 4) shape.splice(this.int(0, rank - 1), 1, this.size(5))
    return shape
  }

  /** From 1 to `most`, sometimes so large that kernels compute it in tiles. @param {number} most */
  size(most) {
    return this.chance(0.1) ? this.int(17, 130) : this.int(1, most)
  }

  /** A shape that broadcasts with the given one. @param {readonly number[]} shape */
  broadcastable(shape) {
    const own = shape.slice(this.int(0, shape.length)).map((dim) => (this.chance(0.3) ? 1 : dim))
    return this.chance(0.3) ? shape.slice() : own
  }

  /** Two shapes that broadcast to the given one, in which either may have the 1 of an axis. @param {readonly number[]} shape */
  broadcastPair(shape) {
    if (this.chance(0.7)) {
      const other = this.broadcastable(shape)
      return this.chance(0.5) ? /** @type {const} */ ([shape, other]) : /** @type {const} */ ([other, shape])
    }
    const single = shape.map(() => this.int(0, 3))
    const of = (/** @type {number} */ side) => shape.map((dim, i) => (single[i] === side ? 1 : dim))
    return /** @type {const} */ ([of(0), of(1)])
  }

  /** @param {readonly number[]} shape @param {How} how @returns {Input} */
  tensor(shape, { dtype = 'float32', constant = this.chance(0.3), least = -4, most = 4, special = false } = {}) {
    const size = shape.reduce((product, dim) => product * dim, 1) * (dtype === 'complex64' ? 2 : 1)
    const odd = special !== false && dtype === 'float32' && this.chance(0.15)
    const choice = special === true ? specials : special === 'nonfinite' ? nonfinite : infinite
    const value = () => {
      if (dtype === 'bool') return this.int(0, 1)
      if (dtype === 'int32') return this.int(Math.ceil(least), Math.floor(most))
      if (odd && this.chance(0.2)) return this.pick(choice)
      return Math.round((least + this.random() * (most - least)) * 256) / 256
    }
    const free = constant || !this.chance(0.3) ? [] : shape.flatMap((_, axis) => (this.chance(0.4) ? [axis] : []))
    return { dtype, shape, data: this.list(size, value), constant, free }
  }

  /** A vector of sizes, axes or indices that the graph holds as a constant. @param {readonly number[]} data @param {readonly number[]} [shape] @returns {Input} */
  ints(data, shape = [data.length]) {
    return { dtype: 'int32', shape, data, constant: true, free: [] }
  }

  /** @param {number} value */
  integer(value) {
    return this.ints([value], [])
  }

  /** @param {number} value @returns {Input} */
  scalar(value) {
    return { dtype: 'float32', shape: [], data: [value], constant: true, free: [] }
  }
}

/** @param {string} dtype */
export const T = (dtype) => ({ type: dtype })
/** @param {readonly number[]} values */
export const ints = (values) => ({ list: { i: values } })

/**
 * A case of one node.
 * @param {string} family
 * @param {string} op
 * @param {readonly Input[]} inputs
 * @param {Readonly<Record<string, any>>} [attributes]
 * @param {number} [outputs]
 * @returns {Case}
 */
export function one(family, op, inputs, attributes = {}, outputs = 1) {
  return { family, inputs, nodes: [{ op, inputs: inputs.map((_, i) => `x${i}`), attributes, outputs }] }
}
