import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

/** @param {Draw} draw @returns {Case} */
function space(draw) {
  const block = draw.int(2, 3)
  const [rows, columns, depth] = [draw.int(1, 3), draw.int(1, 3), draw.int(1, 3)]
  const first = draw.chance(0.5)
  const shape = first
    ? [draw.int(1, 2), rows, columns, depth * block * block]
    : [draw.int(1, 2), rows * block, columns * block, depth]
  return one(
    'depth-to-space',
    first ? 'DepthToSpace' : 'SpaceToDepth',
    [draw.tensor(shape, { constant: false, special: true })],
    {
      T: T('float32'),
      block_size: { i: block },
    },
  )
}

/** @param {Draw} draw @returns {Case} */
function batches(draw) {
  const axes = draw.int(1, 2)
  const block = draw.list(axes, () => draw.int(1, 3))
  const edges = draw.list(axes, () => [draw.int(0, 1), 0])
  const spatial = block.map((size, i) => {
    const before = Number(edges[i]?.[0])
    const whole = size * draw.int(1, 3)
    return Math.max(size, whole) - before > 0 ? whole - before : size * 2 - before
  })
  const x = draw.tensor([draw.int(1, 2), ...spatial, draw.int(1, 3)], { constant: false, special: true })
  const into = one('space-to-batch', 'SpaceToBatchND', [x, draw.ints(block), draw.ints(edges.flat(), [axes, 2])], {
    T: T('float32'),
    Tblock_shape: T('int32'),
    Tpaddings: T('int32'),
  })
  if (draw.chance(0.5)) return into
  const back = {
    op: 'BatchToSpaceND',
    inputs: ['n0:0', 'x1', 'x2'],
    attributes: { T: T('float32'), Tblock_shape: T('int32'), Tcrops: T('int32') },
    outputs: 1,
  }
  return { ...into, family: 'batch-to-space', nodes: [...into.nodes, back] }
}

/** @param {Draw} draw @returns {Case} */
function resize(draw) {
  const x = draw.tensor([draw.int(1, 2), draw.int(1, 7), draw.int(1, 7), draw.int(1, 3)], { constant: false })
  const op = draw.pick(['ResizeBilinear', 'ResizeNearestNeighbor', 'ResizeBicubic'])
  const [corners, half] = draw.pick([
    [false, false],
    [true, false],
    [false, true],
  ])
  return one('resize', op, [x, draw.ints([draw.int(1, 12), draw.int(1, 12)])], {
    T: T('float32'),
    align_corners: { b: corners },
    half_pixel_centers: { b: half },
  })
}

/** @param {Draw} draw @returns {Case} */
function crop(draw) {
  const [batch, boxes] = [draw.int(1, 3), draw.int(1, 3)]
  const image = draw.tensor([batch, draw.int(2, 7), draw.int(2, 7), draw.int(1, 3)], { constant: false })
  const drawn = draw.tensor([boxes, 4], { least: -0.2, most: 1.2, constant: false })
  const inputs = [
    image,
    // Half way between two pixels, rounding would decide.
    { ...drawn, data: drawn.data.map((value) => value + 0.0007) },
    draw.tensor([boxes], { dtype: 'int32', least: 0, most: batch - 1, constant: false }),
    draw.ints([draw.int(1, 5), draw.int(1, 5)]),
  ]
  return one('crop-and-resize', 'CropAndResize', inputs, {
    T: T('float32'),
    method: { s: draw.pick(['bilinear', 'nearest']) },
    extrapolation_value: { f: draw.pick([0, 2]) },
  })
}

/** The versions with one block size for both axes of the picture. @param {Draw} draw @returns {Case} */
function squareBatches(draw) {
  const block = draw.int(2, 3)
  const edges = draw.list(2, () => draw.int(0, 1))
  const [rows = 0, columns = 0] = edges.map((before) => block * draw.int(1, 2) + block - before)
  const x = draw.tensor([draw.int(1, 2), rows, columns, draw.int(1, 3)], { constant: false, special: true })
  const amounts = draw.ints(
    edges.flatMap((before) => [before, 0]),
    [2, 2],
  )
  const block_size = { i: block }
  const into = one('square-batches', 'SpaceToBatch', [x, amounts], {
    T: T('float32'),
    Tpaddings: T('int32'),
    block_size,
  })
  const attributes = { T: T('float32'), Tidx: T('int32'), block_size }
  const back = { op: 'BatchToSpace', inputs: ['n0:0', 'x1'], attributes, outputs: 1 }
  return draw.chance(0.5) ? into : { ...into, nodes: [...into.nodes, back] }
}

/** @param {Draw} draw @returns {Case} */
function colour(draw) {
  const x = draw.tensor([...draw.shape(draw.int(0, 3), 0), 3], { constant: false, least: 0, most: 1 })
  const image = draw.tensor([...draw.shape(draw.int(2, 3), 0), 3], { constant: false, least: 0, most: 1 })
  return draw.pick([
    one('colour', 'RGBToHSV', [x], { T: T('float32') }),
    one('colour', 'HSVToRGB', [x], { T: T('float32') }),
    one('colour', 'AdjustContrastv2', [image, draw.scalar(draw.pick([0, 0.5, 2]))], { T: T('float32') }),
    one('colour', 'AdjustHue', [image, draw.scalar(draw.pick([-0.3, 0, 0.2]))], { T: T('float32') }),
    one('colour', 'AdjustSaturation', [image, draw.scalar(draw.pick([0, 0.5, 2]))], { T: T('float32') }),
  ])
}

/** @param {Draw} draw @returns {Case} */
function resample(draw) {
  const x = draw.tensor([draw.int(1, 2), draw.int(1, 7), draw.int(1, 7), draw.int(1, 3)], { constant: false })
  const size = draw.ints([draw.int(1, 12), draw.int(1, 12)])
  if (draw.chance(0.4))
    return one('resample', 'ResizeArea', [x, size], { T: T('float32'), align_corners: { b: draw.chance(0.5) } })
  const floats = (/** @type {readonly number[]} */ data) => ({ ...draw.scalar(0), shape: [2], data })
  const scale = floats([draw.pick([0.4, 1, 1.7]), draw.pick([0.4, 1, 1.7])])
  return one('resample', 'ScaleAndTranslate', [x, size, scale, floats([draw.pick([0, 0.6]), draw.pick([-1.2, 0])])], {
    T: T('float32'),
    kernel_type: {
      s: draw.pick(['lanczos3', 'lanczos5', 'gaussian', 'box', 'triangle', 'keyscubic', 'mitchellcubic']),
    },
    antialias: { b: draw.chance(0.5) },
  })
}

/** @param {Draw} draw @returns {Case} */
function patches(draw) {
  const x = draw.tensor([draw.int(1, 2), draw.int(5, 8), draw.int(5, 8), draw.int(1, 3)], { constant: false })
  const square = (/** @type {number} */ most) => ({ list: { i: [1, draw.int(1, most), draw.int(1, most), 1] } })
  return one('patches', 'ExtractImagePatches', [x], {
    T: T('float32'),
    ksizes: square(3),
    strides: square(3),
    rates: square(2),
    padding: { s: draw.pick(['SAME', 'VALID']) },
  })
}

/** @param {Draw} draw @returns {Case} */
function project(draw) {
  const batch = draw.int(1, 2)
  const x = draw.tensor([batch, draw.int(2, 6), draw.int(2, 6), draw.int(1, 3)], { constant: false })
  // Odd fractions keep places off the half way between two pixels.
  const near = (/** @type {number} */ value) => value + draw.int(-20, 20) / 97
  const transform = () => [near(1), near(0), near(0.5), near(0), near(1), near(-0.5), near(0) / 50, near(0) / 50]
  const rows = draw.pick([1, batch])
  const transforms = { ...draw.scalar(0), shape: [rows, 8], data: draw.list(rows, transform).flat() }
  const size = draw.ints([draw.int(1, 6), draw.int(1, 6)])
  return one('project', 'ImageProjectiveTransformV3', [x, transforms, size, draw.scalar(draw.pick([0, 2]))], {
    dtype: T('float32'),
    interpolation: { s: draw.pick(['NEAREST', 'BILINEAR']) },
    fill_mode: { s: draw.pick(['CONSTANT', 'REFLECT', 'WRAP', 'NEAREST']) },
  })
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const pictures = [space, batches, resize, crop, squareBatches, colour, resample, patches, project]
