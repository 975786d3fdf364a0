import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

/** @param {Draw} draw */
const precision = (draw) => ({ num_bits: { i: draw.pick([2, 4, 8, 16]) }, narrow_range: { b: draw.chance(0.5) } })

/** Limits, which may or may not be nudged so that zero is exact. @param {Draw} draw */
const limits = (draw) => [draw.pick([-3.1, -1, 0, 0.7]), draw.pick([0.9, 2, 6, 7.3])]

/** @param {Draw} draw @returns {Case} */
function fakeQuantised(draw) {
  const x = draw.tensor(draw.shape(draw.int(1, 4), 0), { constant: false, least: -5, most: 9 })
  const [min = 0, max = 0] = limits(draw)
  const vector = (/** @type {number} */ limit) => ({
    ...draw.ints(x.shape.slice(-1).flatMap((n) => Array(n).fill(limit))),
  })
  const attributes = precision(draw)
  const floats = (/** @type {number} */ limit) => ({ ...vector(limit), dtype: /** @type {const} */ ('float32') })
  return draw.pick([
    one('fake-quant', 'FakeQuantWithMinMaxArgs', [x], { ...attributes, min: { f: min }, max: { f: max } }),
    one('fake-quant', 'FakeQuantWithMinMaxVars', [x, draw.scalar(min), draw.scalar(max)], attributes),
    one('fake-quant', 'FakeQuantWithMinMaxVarsPerChannel', [x, floats(min), floats(max)], attributes),
  ])
}

/** @param {Draw} draw @returns {Case} */
function quantised(draw) {
  const x = draw.tensor(draw.shape(draw.int(1, 4), 0), { constant: false })
  const signed = draw.chance(0.6)
  // Without limits, TensorFlow divides by the largest value even if it is not above 0.
  const given = !signed || draw.chance(0.5)
  const { num_bits, narrow_range } = precision(draw)
  const axis = draw.chance(0.3) ? draw.int(0, x.shape.length - 1) : -1
  const limit = (/** @type {number} */ value) =>
    axis < 0
      ? draw.scalar(value)
      : { ...draw.scalar(value), shape: [Number(x.shape[axis])], data: Array(x.shape[axis]).fill(value) }
  const inputs = [x, limit(signed ? -3 : 0), limit(3)]
  const attributes = {
    T: T('float32'),
    signed_input: { b: signed },
    range_given: { b: given },
    narrow_range: { b: signed && narrow_range.b },
    axis: { i: axis },
  }
  if (draw.chance(0.3))
    return one('quantise', 'QuantizeAndDequantizeV3', [...inputs, draw.integer(num_bits.i)], attributes)
  return one('quantise', draw.pick(['QuantizeAndDequantizeV2', 'QuantizeAndDequantizeV4']), inputs, {
    ...attributes,
    num_bits,
    round_mode: { s: draw.pick(['HALF_TO_EVEN', 'HALF_UP']) },
  })
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const quantisation = [fakeQuantised, quantised]
