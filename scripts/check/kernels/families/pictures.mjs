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

/** @type {readonly ((draw: Draw) => Case)[]} */
export const pictures = [space, batches, resize, crop]
