import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

/** @param {Draw} draw */
const number = (draw) => draw.pick(/** @type {const} */ (['float32', 'int32']))

/** @param {Draw} draw @param {number} count @param {number} most */
const ascending = (draw, count, most) => draw.list(count, () => draw.int(0, most)).sort((a, b) => a - b)

/** @param {Draw} draw @returns {Case} */
function roll(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const axes = draw.list(draw.int(1, shape.length), () => draw.int(-shape.length, shape.length - 1))
  const shifts = axes.map(() => draw.int(-7, 7))
  const x = draw.tensor(shape, { dtype: number(draw), constant: false, special: true })
  return one('roll', 'Roll', [x, draw.ints(shifts), draw.ints(axes)], {
    T: T(x.dtype),
    Tshift: T('int32'),
    Taxis: T('int32'),
  })
}

/** @param {Draw} draw @returns {Case} */
function reverseSequence(draw) {
  const shape = draw.shape(draw.int(2, 4), 0)
  const batch = draw.int(0, shape.length - 1)
  const along = (batch + draw.int(1, shape.length - 1)) % shape.length
  const x = draw.tensor(shape, { constant: false, special: true })
  const lengths = draw.tensor([Number(shape[batch])], { dtype: 'int32', least: 0, most: Number(shape[along]) })
  return one('reverse-sequence', 'ReverseSequence', [x, lengths], {
    T: T('float32'),
    Tlen: T('int32'),
    seq_dim: { i: along },
    batch_dim: { i: batch },
  })
}

/** @param {Draw} draw @returns {Case} */
function sortedSegments(draw) {
  const shape = draw.shape(draw.int(1, 4), 0)
  const x = draw.tensor(shape, { constant: false, special: 'infinite' })
  const ids = ascending(draw, Number(shape[0]), 3)
  const places = { ...draw.ints(ids), constant: draw.chance(0.5), sizes: true }
  const op = draw.pick(['SegmentSum', 'SegmentMean', 'SegmentMax', 'SegmentMin', 'SegmentProd'])
  const attributes = { T: T('float32'), Tindices: T('int32') }
  const direct = one('sorted-segments', op, [x, places], attributes)
  if (draw.chance(0.7)) return direct
  // Segments that a kernel computes.
  const computed = { op: 'Sum', inputs: ['x1', 'x2'], attributes: { T: T('int32'), Tidx: T('int32') }, outputs: 1 }
  const inputs = [x, { ...places, shape: [1, ids.length], constant: false }, draw.ints([0])]
  return { ...direct, inputs, nodes: [computed, { op, inputs: ['x0', 'n0:0'], attributes, outputs: 1 }] }
}

/** @param {Draw} draw @returns {Case} */
function sparseSegments(draw) {
  const shape = draw.shape(draw.int(1, 3), 0)
  const count = draw.int(1, 6)
  const inputs = [
    draw.tensor(shape, { constant: false }),
    draw.ints(draw.list(count, () => draw.int(0, Number(shape[0]) - 1))),
    draw.ints(ascending(draw, count, 3)),
  ]
  const op = draw.pick(['SparseSegmentSum', 'SparseSegmentMean', 'SparseSegmentSqrtN'])
  return one('sparse-segments', op, inputs, { T: T('float32'), Tidx: T('int32'), Tsegmentids: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function bucketize(draw) {
  const x = draw.tensor(draw.shape(draw.int(0, 4)), { dtype: number(draw), constant: false })
  const boundaries = ascending(draw, draw.int(1, 5), 8).map((value) => value / 2 - 2)
  return one('bucketize', 'Bucketize', [x], { T: T(x.dtype), boundaries: { list: { f: boundaries } } })
}

/** @param {Draw} draw @returns {Case} */
function search(draw) {
  const [rows, length, count] = [draw.int(1, 4), draw.size(6), draw.size(5)]
  const dtype = number(draw)
  const sorted = draw.tensor([rows, length], { dtype, constant: draw.chance(0.5) })
  const data = draw.list(rows, (row) => sorted.data.slice(row * length, (row + 1) * length).sort((a, b) => a - b))
  const inputs = [{ ...sorted, data: data.flat() }, draw.tensor([rows, count], { dtype, constant: false })]
  return one('search', draw.pick(['LowerBound', 'UpperBound']), inputs, { T: T(dtype), out_type: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function unique(draw) {
  const dtype = number(draw)
  const values = (/** @type {number} */ count) => {
    const whole = draw.tensor([count], { dtype: 'int32', constant: false, least: -3, most: 3 })
    return { ...whole, dtype }
  }
  const x = values(draw.size(8))
  const types = { T: T(dtype), out_idx: T('int32') }
  return draw.pick([
    one('unique', 'Unique', [x], types, 2),
    one('unique', 'UniqueV2', [x, draw.ints([0])], { ...types, Taxis: T('int32') }, 2),
    one('unique', 'UniqueWithCounts', [x], types, 3),
    one('unique', 'ListDiff', [x, values(draw.int(1, 4))], types, 2),
  ])
}

/** @param {Draw} draw @returns {Case} */
function partition(draw) {
  const shape = draw.shape(draw.int(1, 3), 0)
  const count = draw.int(1, 3)
  const inputs = [
    draw.tensor(shape, { constant: false, special: true }),
    draw.tensor(shape.slice(0, draw.int(1, shape.length)), { dtype: 'int32', least: 0, most: count - 1 }),
  ]
  return one('partition', 'DynamicPartition', inputs, { T: T('float32'), num_partitions: { i: count } }, count)
}

/** @param {Draw} draw @returns {Case} */
function stitch(draw) {
  const count = draw.int(1, 3)
  const row = draw.shape(draw.int(0, 2), 0)
  const sizes = draw.list(count, () => draw.int(1, 3))
  const total = sizes.reduce((sum, size) => sum + size, 0)
  const order = draw
    .list(total, (at) => ({ at, by: draw.random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ at }) => at)
  const indices = sizes.map((size) => draw.ints(order.splice(0, size)))
  const data = sizes.map((size) => draw.tensor([size, ...row], { constant: false, special: true }))
  const op = draw.pick(['DynamicStitch', 'ParallelDynamicStitch'])
  return one('stitch', op, [...indices, ...data], { T: T('float32'), N: { i: count } })
}

/** Tensors made from sizes and limits. @param {Draw} draw @returns {Case} */
function made(draw) {
  const given = (/** @type {number} */ value) => ({ ...draw.scalar(value), constant: draw.chance(0.5), sizes: true })
  const whole = (/** @type {number} */ value) => ({ ...draw.integer(value), constant: draw.chance(0.5), sizes: true })
  const step = draw.pick([1, 2, -1, -3])
  return draw.pick([
    one('made', 'LinSpace', [given(draw.int(-4, 4)), given(draw.int(-4, 4)), draw.integer(draw.size(6))], {
      T: T('float32'),
      Tidx: T('int32'),
    }),
    one('made', 'Range', [whole(0), whole(step * draw.size(5)), draw.integer(step)], { Tidx: T('int32') }),
    one('made', 'Fill', [draw.ints(draw.shape(draw.int(0, 4))), given(2.5)], {
      T: T('float32'),
      index_type: T('int32'),
    }),
  ])
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const sequences = [
  ...[roll, reverseSequence, sortedSegments, sparseSegments, bucketize, search, unique, partition, stitch, made],
]
