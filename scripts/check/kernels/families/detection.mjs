import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

/** Boxes as their corners, in any order. @param {Draw} draw @param {readonly number[]} outer */
const boxesOf = (draw, outer) => draw.tensor([...outer, 4], { constant: false, least: 0, most: 1 })

/** Scores, all different: the order of equal ones is not defined. @param {Draw} draw @param {readonly number[]} shape */
function scoresOf(draw, shape) {
  const size = shape.reduce((product, dim) => product * dim, 1)
  const order = draw
    .list(size, (i) => ({ i, by: draw.random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ i }) => (i + 1) / 256)
  return { ...draw.tensor(shape, { constant: false }), data: order }
}

/** @param {Draw} draw @returns {Case} */
function suppression(draw) {
  const count = draw.int(1, 30)
  const limits = [
    draw.integer(draw.int(1, 8)),
    draw.scalar(draw.pick([0, 0.3, 0.6])),
    draw.scalar(draw.pick([0, 0.02])),
  ]
  const inputs = [boxesOf(draw, [count]), scoresOf(draw, [count]), ...limits]
  const types = { T: T('float32'), T_threshold: T('float32') }
  const padded = { b: draw.chance(0.5) }
  const sigma = draw.scalar(draw.pick([0, 0.5]))
  return draw.pick([
    one('suppression', 'NonMaxSuppressionV2', inputs.slice(0, 4), types),
    one('suppression', 'NonMaxSuppressionV3', inputs, types),
    one('suppression', 'NonMaxSuppressionV4', inputs, { ...types, pad_to_max_output_size: padded }, 2),
    one(
      'suppression',
      'NonMaxSuppressionV5',
      [...inputs, sigma],
      { T: T('float32'), pad_to_max_output_size: { b: false } },
      3,
    ),
  ])
}

/** @param {Draw} draw @returns {Case} */
function combined(draw) {
  const [batch, count, classes] = [draw.int(1, 2), draw.int(1, 9), draw.int(1, 3)]
  const inputs = [
    boxesOf(draw, [batch, count, draw.pick([1, classes])]),
    scoresOf(draw, [batch, count, classes]),
    draw.integer(draw.int(1, 4)),
    draw.integer(draw.int(1, 8)),
    draw.scalar(draw.pick([0.3, 0.6])),
    draw.scalar(draw.pick([0, 0.02])),
  ]
  return one(
    'combined-suppression',
    'CombinedNonMaxSuppression',
    inputs,
    {
      pad_per_class: { b: draw.chance(0.5) },
      clip_boxes: { b: draw.chance(0.5) },
    },
    4,
  )
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const detection = [suppression, combined]
