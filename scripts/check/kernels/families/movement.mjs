import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case @typedef {import('../draw.mjs').DType} DType */

/** @param {Draw} draw @returns {DType} */
const anyType = (draw) => draw.pick(/** @type {const} */ (['float32', 'float32', 'int32', 'bool']))

/** @param {Draw} draw @param {readonly number[]} shape */
const some = (draw, shape) => draw.tensor(shape, { dtype: anyType(draw), constant: draw.chance(0.1), special: true })

/** @param {Draw} draw @returns {Case} */
function pad(draw) {
  const shape = draw.shape(draw.int(1, 6), 0)
  const op = draw.pick(['Pad', 'PadV2', 'MirrorPad'])
  const mode = draw.pick(['REFLECT', 'SYMMETRIC'])
  const most = (/** @type {number} */ dim) => (op === 'MirrorPad' ? Math.min(3, mode === 'REFLECT' ? dim - 1 : dim) : 3)
  const amounts = shape.flatMap((dim) => (draw.chance(0.4) ? [0, 0] : [draw.int(0, most(dim)), draw.int(0, most(dim))]))
  const x = draw.tensor(shape, {
    dtype: op === 'MirrorPad' || draw.chance(0.7) ? 'float32' : 'int32',
    constant: false,
    special: true,
  })
  const fill =
    x.dtype === 'int32' ? draw.integer(draw.int(-5, 5)) : draw.scalar(draw.pick([0, 2.5, -1, Number.NEGATIVE_INFINITY]))
  const inputs = [x, draw.ints(amounts, [shape.length, 2]), ...(op === 'PadV2' ? [fill] : [])]
  return one(op === 'MirrorPad' ? 'mirror-pad' : 'pad', op, inputs, {
    T: T(x.dtype),
    Tpaddings: T('int32'),
    ...(op === 'MirrorPad' ? { mode: { s: mode } } : {}),
  })
}

/** @param {Draw} draw @returns {Case} */
function slice(draw) {
  const shape = draw.shape(draw.int(1, 6))
  const begin = shape.map((dim) => draw.int(0, Math.max(0, dim - 1)))
  const size = shape.map((dim, i) =>
    draw.chance(0.3) ? -1 : draw.int(draw.chance(0.03) ? 0 : Math.min(1, dim), dim - Number(begin[i])),
  )
  const x = some(draw, shape)
  return one('slice', 'Slice', [x, draw.ints(begin), draw.ints(size)], { T: T(x.dtype), Index: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function stridedSlice(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const rank = draw.int(1, shape.length)
  const mask = () => ({ i: draw.chance(0.5) ? 0 : draw.int(0, 2 ** rank - 1) })
  const shrink = draw.chance(0.6) ? 0 : draw.int(0, 2 ** rank - 1)
  const isShrunk = (/** @type {number} */ i) => ((shrink >> i) & 1) === 1
  const begin = draw.list(rank, (i) =>
    draw.int(isShrunk(i) ? -Number(shape[i]) : -Number(shape[i]) - 1, Number(shape[i]) - 1),
  )
  const end = draw.list(rank, (i) => draw.int(-Number(shape[i]) - 1, Number(shape[i]) + 1))
  const strides = draw.list(rank, (i) => (isShrunk(i) || draw.chance(0.6) ? 1 : draw.pick([-2, -1, 2, 3])))
  const x = some(draw, shape)
  const one_ = draw.chance(0.2) ? 2 ** draw.int(0, rank - 1) : 0
  const masks = one_ > 0 ? { ellipsis_mask: { i: draw.chance(0.5) ? one_ : 0 }, new_axis_mask: { i: 0 } } : {}
  return one('strided-slice', 'StridedSlice', [x, draw.ints(begin), draw.ints(end), draw.ints(strides)], {
    T: T(x.dtype),
    Index: T('int32'),
    begin_mask: masks.ellipsis_mask ? { i: 0 } : mask(),
    end_mask: mask(),
    // Behind an ellipsis, entries are those of other axes.
    shrink_axis_mask: { i: masks.ellipsis_mask?.i ? 0 : shrink },
    ...masks,
  })
}

/** @param {Draw} draw @returns {Case} */
function gather(draw) {
  const shape = draw.shape(draw.int(1, 4), 0)
  const axis = draw.int(0, shape.length - 1)
  const batch = draw.chance(0.3) ? draw.int(0, axis) : 0
  const picks = [...shape.slice(0, batch), ...draw.shape(draw.int(0, 2), 0)]
  const x = some(draw, shape)
  const indices = draw.tensor(picks, { dtype: 'int32', least: 0, most: Number(shape[axis]) - 1 })
  return one(
    'gather',
    'GatherV2',
    [x, indices, draw.integer(batch === 0 && draw.chance(0.3) ? axis - shape.length : axis)],
    {
      Tparams: T(x.dtype),
      Tindices: T('int32'),
      Taxis: T('int32'),
      batch_dims: { i: batch },
    },
  )
}

/** Rows of indices. @param {Draw} draw @param {readonly number[]} outer @param {readonly number[]} into */
function places(draw, outer, into) {
  const count = outer.reduce((product, dim) => product * dim, 1)
  return draw.ints(draw.list(count, () => into.map((dim) => draw.int(0, dim - 1))).flat(), [...outer, into.length])
}

/** @param {Draw} draw @returns {Case} */
function gatherNd(draw) {
  const shape = draw.shape(draw.int(1, 4), 0)
  const depth = draw.int(1, shape.length)
  const x = some(draw, shape)
  return one('gather-nd', 'GatherNd', [x, places(draw, draw.shape(draw.int(1, 2), 0), shape.slice(0, depth))], {
    Tparams: T(x.dtype),
    Tindices: T('int32'),
  })
}

/** Values at different places. @param {Draw} draw @param {readonly number[]} shape @param {DType} dtype @returns {Case} */
function sparse(draw, shape, dtype) {
  const size = shape.reduce((product, dim) => product * dim, 1)
  const flat = [...new Set(draw.list(draw.int(1, 4), () => draw.int(0, size - 1)))].sort((a, b) => a - b)
  const strides = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, dim) => product * dim, 1))
  const at = flat.flatMap((place) => shape.map((dim, axis) => Math.floor(place / Number(strides[axis])) % dim))
  const indices = draw.ints(at, [flat.length, shape.length])
  const values = draw.tensor([flat.length], { dtype, constant: false })
  if (draw.chance(0.5))
    return one(
      'scatter-update',
      'TensorScatterUpdate',
      [draw.tensor(shape, { dtype, constant: false }), indices, values],
      {
        T: T(dtype),
        Tindices: T('int32'),
      },
    )
  const least = dtype === 'int32' ? draw.integer(draw.int(-2, 2)) : draw.scalar(draw.int(-2, 2))
  return one('sparse-to-dense', 'SparseToDense', [indices, draw.ints(shape), values, least], {
    T: T(dtype),
    Tindices: T('int32'),
    validate_indices: { b: true },
  })
}

/** @param {Draw} draw @returns {Case} */
function scatter(draw) {
  const shape = draw.shape(draw.int(1, 3), 0)
  const depth = draw.int(1, shape.length)
  const count = draw.int(1, 3)
  const dtype = draw.chance(0.3) ? 'int32' : 'float32'
  if (draw.chance(0.3)) return sparse(draw, shape, dtype)
  const indices = places(draw, [count], shape.slice(0, depth))
  const updates = draw.tensor([count, ...shape.slice(depth)], { dtype, constant: false })
  return draw.chance(0.5)
    ? one('scatter-nd', 'ScatterNd', [indices, updates, draw.ints(shape)], { T: T(dtype), Tindices: T('int32') })
    : one('scatter-add', 'TensorScatterAdd', [draw.tensor(shape, { dtype, constant: false }), indices, updates], {
        T: T(dtype),
        Tindices: T('int32'),
      })
}

/** @param {Draw} draw @returns {Case} */
function concatenate(draw) {
  const shape = draw.shape(draw.int(1, 5))
  const axis = draw.int(-shape.length, shape.length - 1)
  const at = (axis + shape.length) % shape.length
  const count = draw.int(1, 4)
  const dtype = anyType(draw)
  const inputs = draw.list(count, () =>
    draw.tensor(
      shape.map((dim, i) => (i === at ? draw.int(draw.chance(0.05) ? 0 : 1, 4) : dim)),
      { dtype, constant: draw.chance(0.2), special: true },
    ),
  )
  return one('concat', 'ConcatV2', [...inputs, draw.integer(axis)], { T: T(dtype), Tidx: T('int32'), N: { i: count } })
}

/** @param {Draw} draw @returns {Case} */
function pack(draw) {
  const shape = draw.shape(draw.int(0, 4))
  const count = draw.int(1, 4)
  const dtype = anyType(draw)
  const inputs = draw.list(count, () => draw.tensor(shape, { dtype, constant: false }))
  return one('pack', 'Pack', inputs, {
    T: T(dtype),
    N: { i: count },
    axis: { i: draw.int(-shape.length - 1, shape.length) },
  })
}

/** @param {Draw} draw @returns {Case} */
function unpack(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const axis = draw.int(-shape.length, shape.length - 1)
  const count = Number(shape[(axis + shape.length) % shape.length])
  const x = { ...some(draw, shape), free: [] }
  return one('unpack', 'Unpack', [x], { T: T(x.dtype), num: { i: count }, axis: { i: axis } }, count)
}

/** @param {Draw} draw @returns {Case} */
function split(draw) {
  const shape = draw.shape(draw.int(1, 5), 0)
  const axis = draw.int(-shape.length, shape.length - 1)
  const count = draw.int(1, 3)
  const sized = shape.map((dim, i) => (i === (axis + shape.length) % shape.length ? dim * count : dim))
  const x = some(draw, sized)
  if (draw.chance(0.5))
    return one('split', 'Split', [draw.integer(axis), x], { T: T(x.dtype), num_split: { i: count } }, count)
  const total = Number(sized[(axis + shape.length) % shape.length])
  const first = draw.int(0, total)
  return one(
    'split',
    'SplitV',
    [x, draw.ints([first, total - first]), draw.integer(axis)],
    { T: T(x.dtype), Tlen: T('int32'), num_split: { i: 2 } },
    2,
  )
}

/** @param {Draw} draw @returns {Case} */
function transpose(draw) {
  const shape = draw.shape(draw.int(0, 6))
  const order = shape
    .map((_, i) => ({ i, by: draw.random() }))
    .sort((a, b) => a.by - b.by)
    .map(({ i }) => i)
  const x = some(draw, shape)
  return one('transpose', 'Transpose', [x, draw.ints(order)], { T: T(x.dtype), Tperm: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function tile(draw) {
  const shape = draw.shape(draw.int(1, 5))
  const x = some(draw, shape)
  return one('tile', 'Tile', [x, draw.ints(shape.map(() => draw.int(1, 3)))], { T: T(x.dtype), Tmultiples: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function reverse(draw) {
  const shape = draw.shape(draw.int(0, 6))
  const axes = shape.flatMap((_, axis) => (draw.chance(0.5) ? [draw.chance(0.3) ? axis - shape.length : axis] : []))
  const x = some(draw, shape)
  return one('reverse', 'ReverseV2', [x, draw.ints(axes)], { T: T(x.dtype), Tidx: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function broadcast(draw) {
  const shape = draw.shape(draw.int(0, 5))
  const x = some(draw, draw.broadcastable(shape))
  return one('broadcast', 'BroadcastTo', [x, draw.ints(shape)], { T: T(x.dtype), Tidx: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function oneHot(draw) {
  const shape = draw.shape(draw.int(0, 3), 0)
  const depth = draw.int(1, 5)
  const x = draw.tensor(shape, { dtype: 'int32', constant: false, least: -1, most: depth })
  const floats = draw.chance(0.7)
  const values = floats
    ? [draw.scalar(draw.pick([1, 3])), draw.scalar(draw.pick([0, -1]))]
    : [draw.integer(1), draw.integer(draw.pick([0, -1]))]
  return one('one-hot', 'OneHot', [x, draw.integer(depth), ...values], {
    T: T(floats ? 'float32' : 'int32'),
    TI: T('int32'),
    axis: { i: draw.int(-1, shape.length) },
  })
}

/** @param {Draw} draw @returns {Case} */
function where(draw) {
  return one('where', 'Where', [draw.tensor(draw.shape(draw.int(1, 4), 0), { dtype: 'bool', constant: false })], {
    T: T('bool'),
  })
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const movement = [
  ...[
    pad,
    pad,
    slice,
    stridedSlice,
    stridedSlice,
    gather,
    gatherNd,
    scatter,
    concatenate,
    pack,
    unpack,
    split,
    transpose,
  ],
  ...[tile, reverse, broadcast, oneHot, where],
]
