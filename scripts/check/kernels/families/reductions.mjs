import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case @typedef {import('../draw.mjs').DType} DType */

/** Some axes, possibly none, some of them negative. @param {Draw} draw @param {number} rank */
function axesOf(draw, rank) {
  return draw
    .list(rank, (axis) => axis)
    .filter(() => draw.chance(0.45))
    .map((axis) => (draw.chance(0.3) ? axis - rank : axis))
}

/** @param {string} family @param {readonly string[]} ops @param {DType} dtype @returns {(draw: Draw) => Case} */
const reduce =
  (family, ops, dtype = 'float32', empty = 0.01) =>
  (draw) => {
    const shape = draw.shape(draw.int(0, 6), empty)
    const op = draw.pick(ops)
    const x = draw.tensor(shape, {
      dtype,
      constant: false,
      least: op === 'Prod' ? -2 : -9,
      most: op === 'Prod' ? 2 : 9,
      special: op === 'Max' || op === 'Min' ? true : 'nonfinite',
    })
    const axes = draw.ints(axesOf(draw, shape.length))
    return one(family, op, [x, axes], {
      ...(dtype === 'bool' ? {} : { T: T(dtype) }),
      Tidx: T('int32'),
      keep_dims: { b: draw.chance(0.4) },
    })
  }

/** @param {Draw} draw @returns {Case} */
function argument(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const axis = draw.int(-shape.length, shape.length - 1)
  const x = draw.tensor(shape, { dtype: draw.chance(0.3) ? 'int32' : 'float32', constant: false, special: true })
  return one('argmax', draw.pick(['ArgMax', 'ArgMin']), [x, draw.integer(axis)], {
    T: T(x.dtype),
    Tidx: T('int32'),
    output_type: T('int32'),
  })
}

/** @param {Draw} draw @returns {Case} */
function cumulative(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const axis = draw.int(-shape.length, shape.length - 1)
  const op = draw.pick(['Cumsum', 'Cumprod'])
  const dtype = draw.chance(0.2) ? 'int32' : 'float32'
  const x = draw.tensor(shape, { constant: false, least: -2, most: 2, dtype, special: 'nonfinite' })
  return one('cumulative', op, [x, draw.integer(axis)], {
    T: T(x.dtype),
    Tidx: T('int32'),
    exclusive: { b: draw.chance(0.4) },
    reverse: { b: draw.chance(0.4) },
  })
}

/** @param {Draw} draw @returns {Case} */
function softmax(draw) {
  const x = draw.tensor(draw.shape(draw.int(1, 5), 0), { constant: false, least: -20, most: 20, special: 'nonfinite' })
  return one('softmax', draw.pick(['Softmax', 'LogSoftmax']), [x], { T: T('float32') })
}

/** @param {Draw} draw @returns {Case} */
function topK(draw) {
  const shape = draw.shape(draw.int(1, 3), 0)
  // WebGL computes long rows only.
  if (draw.chance(0.2)) shape[shape.length - 1] = draw.int(128, 300)
  const k = draw.int(1, Math.min(40, shape.at(-1) ?? 1))
  const x = draw.tensor(shape, { constant: false, special: 'infinite' })
  return one('top-k', 'TopKV2', [x, draw.integer(k)], { T: T('float32'), sorted: { b: true } }, 2)
}

/** @param {Draw} draw @returns {Case} */
function normalise(draw) {
  const channels = draw.int(1, 6)
  const x = draw.tensor([...draw.shape(3, 0), channels], { constant: false, special: 'nonfinite' })
  const vector = (least = -4) => draw.tensor([channels], { constant: draw.chance(0.8), least })
  const training = draw.chance(0.2)
  const given =
    training && draw.chance(0.5)
      ? [draw.tensor([0], { constant: true }), draw.tensor([0], { constant: true })]
      : [vector(), vector(0.1)]
  const attributes = { T: T('float32'), U: T('float32'), epsilon: { f: 0.001 }, is_training: { b: training } }
  return one('batch-norm', 'FusedBatchNormV3', [x, vector(), vector(), ...given], attributes)
}

/** @param {Draw} draw @returns {Case} */
function localResponse(draw) {
  const x = draw.tensor([...draw.shape(3, 0), draw.int(1, 9)], { constant: false })
  const attributes = {
    T: T('float32'),
    depth_radius: { i: draw.int(1, 4) },
    bias: { f: 1 },
    alpha: { f: 0.5 },
    beta: { f: 0.75 },
  }
  return one('lrn', 'LRN', [x], attributes)
}

/** @param {Draw} draw @returns {Case} */
function bincount(draw) {
  const [rows, size] = [draw.int(1, 3), draw.int(1, 6)]
  const matrix = draw.chance(0.5)
  const shape = matrix ? [rows, draw.int(1, 8)] : [draw.int(1, 9)]
  const x = draw.tensor(shape, { dtype: 'int32', constant: false, least: 0, most: size + 1 })
  const weights = draw.chance(0.5) ? draw.tensor([0], { constant: true }) : draw.tensor(shape, { constant: false })
  return one('bincount', 'DenseBincount', [x, draw.integer(size), weights], {
    Tidx: T('int32'),
    T: T('float32'),
    binary_output: { b: draw.chance(0.3) },
  })
}

/** @param {Draw} draw @returns {Case} */
function segments(draw) {
  const count = draw.int(1, 4)
  const shape = draw.shape(draw.int(1, 4), 0)
  const inputs = [
    draw.tensor(shape, { constant: false, special: 'infinite' }),
    draw.tensor(shape.slice(0, 1), { dtype: 'int32', constant: draw.chance(0.5), least: 0, most: count - 1 }),
    draw.integer(count),
  ]
  const op = draw.pick(['UnsortedSegmentSum', 'UnsortedSegmentMax', 'UnsortedSegmentMin', 'UnsortedSegmentProd'])
  return one('segments', op, inputs, { T: T('float32'), Tindices: T('int32'), Tnumsegments: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function bandPart(draw) {
  const x = draw.tensor(draw.shape(draw.int(2, 4), 0), { constant: false, special: true })
  return one('band-part', 'MatrixBandPart', [x, draw.integer(draw.int(-1, 2)), draw.integer(draw.int(-1, 2))], {
    T: T('float32'),
    Tindex: T('int32'),
  })
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const reductions = [
  reduce('reduce', ['Sum', 'Mean', 'Max', 'Min', 'Prod', 'EuclideanNorm']),
  reduce('reduce', ['Sum', 'Mean', 'Max', 'Min', 'Prod']),
  reduce('reduce-int32', ['Sum', 'Max', 'Min', 'Prod', 'Mean'], 'int32', 0),
  reduce('reduce-bool', ['All', 'Any'], 'bool'),
  ...[argument, cumulative, softmax, topK, normalise, localResponse, bincount, segments, bandPart],
]
