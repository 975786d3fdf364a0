import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

const t = { T: T('float32') }

/** @param {Draw} draw @returns {Case} */
function special(draw) {
  const x = draw.tensor(draw.shape(draw.int(0, 4)), { constant: false, least: 0.1, most: 6 })
  return one('special', draw.pick(['Lgamma', 'Digamma']), [x], t)
}

/** @param {Draw} draw @returns {Case} */
function sums(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const x = draw.tensor(shape, { constant: false })
  const axis = draw.integer(draw.int(-shape.length, shape.length - 1))
  return draw.pick([
    one('sums', 'CumulativeLogsumexp', [x, axis], {
      ...t,
      Tidx: T('int32'),
      exclusive: { b: draw.chance(0.4) },
      reverse: { b: draw.chance(0.4) },
    }),
    one('sums', 'L2Loss', [x], t),
    one('sums', 'ApproximateEqual', [x, draw.tensor(shape)], { ...t, tolerance: { f: draw.pick([0.1, 1]) } }),
  ])
}

/** @param {Draw} draw @returns {Case} */
function bits(draw) {
  const [from, to] = draw.pick(
    /** @type {const} */ ([
      ['float32', 'int32'],
      ['int32', 'float32'],
    ]),
  )
  // As floats, these are ordinary numbers.
  const most = from === 'int32' ? 0x4f000000 : 4
  const least = from === 'int32' ? 0x3f000000 : -4
  const x = draw.tensor(draw.shape(draw.int(0, 4)), { dtype: from, constant: false, least, most })
  return one('bitcast', 'Bitcast', [x], { T: T(from), type: T(to) })
}

/** @param {Draw} draw @returns {Case} */
function scatterExtrema(draw) {
  const shape = draw.shape(draw.int(1, 3), 0)
  const depth = draw.int(1, shape.length)
  const count = draw.int(1, 4)
  const dtype = draw.chance(0.3) ? 'int32' : 'float32'
  const rows = draw.list(count, () => shape.slice(0, depth).map((dim) => draw.int(0, dim - 1)))
  const inputs = [
    draw.tensor(shape, { dtype, constant: false }),
    draw.ints(rows.flat(), [count, depth]),
    draw.tensor([count, ...shape.slice(depth)], { dtype, constant: false }),
  ]
  const op = draw.pick(['TensorScatterMin', 'TensorScatterMax', 'TensorScatterSub'])
  return one('scatter-extrema', op, inputs, { T: T(dtype), Tindices: T('int32') })
}

/** First versions of ops. @param {Draw} draw @returns {Case} */
function early(draw) {
  const shape = draw.shape(draw.int(1, 4), 0)
  const x = draw.tensor(shape, { constant: false, special: 'infinite' })
  const last = shape.at(-1) ?? 1
  const single = shape.map((dim) => (draw.chance(0.4) ? 1 : dim))
  const ones = single.flatMap((dim, axis) => (dim === 1 && draw.chance(0.5) ? [axis] : []))
  const parts = draw.list(draw.int(2, 3), () => draw.tensor(shape, { constant: false }))
  const flags = { ...draw.ints(shape.map(() => draw.int(0, 1))), dtype: /** @type {const} */ ('bool') }
  const picks = draw.tensor(draw.shape(draw.int(0, 2), 0), { dtype: 'int32', least: 0, most: Number(shape[0]) - 1 })
  return draw.pick([
    one('early', 'TopK', [x], { ...t, k: { i: draw.int(1, Math.min(5, last)) }, sorted: { b: true } }, 2),
    one('early', 'Squeeze', [{ ...draw.tensor(single, { constant: false }), free: [] }], {
      ...t,
      squeeze_dims: { list: { i: ones } },
    }),
    one('early', 'Concat', [draw.integer(draw.int(0, shape.length - 1)), ...parts], { ...t, N: { i: parts.length } }),
    one('early', 'Reverse', [x, flags], t),
    one('early', 'Gather', [x, picks], { Tparams: T('float32'), Tindices: T('int32') }),
  ])
}

/** @param {Draw} draw @returns {Case} */
function measured(draw) {
  const x = draw.tensor(draw.shape(draw.int(0, 5)), { constant: false })
  const op = draw.pick(['Shape', 'Size', 'Rank'])
  return one('measured', op, [x], { ...t, ...(op === 'Rank' ? {} : { out_type: T('int32') }) })
}

/** @param {Draw} draw @returns {Case} */
function counts(draw) {
  const x = draw.tensor(draw.shape(draw.int(1, 2), 0), { dtype: 'int32', constant: false, least: 0, most: 6 })
  const weights = draw.chance(0.5) ? draw.tensor([0], { constant: true }) : draw.tensor(x.shape, { constant: false })
  return one('counts', 'Bincount', [x, draw.integer(draw.int(1, 8)), weights], t)
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const rare = [special, sums, bits, scatterExtrema, early, measured, counts]
