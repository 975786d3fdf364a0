import { ints, one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case */

const activations = ['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid', 'Tanh', 'Selu', 'Softplus']

/** Appends a bias and an activation, which the optimiser fuses. @param {Draw} draw @param {Case} from @param {number} channels @returns {Case} */
export function activated(draw, from, channels) {
  const [inputs, nodes] = [[...from.inputs], [...from.nodes]]
  const last = () => `n${nodes.length - 1}:0`
  if (draw.chance(0.5)) {
    inputs.push({ ...draw.tensor([channels], { constant: true }), constant: true })
    const inputsOf = [last(), `x${inputs.length - 1}`]
    const layout = from.nodes[0]?.attributes.data_format
    const plain = layout === undefined || String(layout.s).endsWith('C')
    if (plain) nodes.push({ op: 'BiasAdd', inputs: inputsOf, attributes: { T: T('float32') }, outputs: 1 })
  }
  if (draw.chance(0.5)) {
    const op = draw.pick(activations)
    const attributes = op === 'LeakyRelu' ? { T: T('float32'), alpha: { f: 0.25 } } : { T: T('float32') }
    nodes.push({ op, inputs: [last()], attributes, outputs: 1 })
  }
  return { ...from, inputs, nodes }
}

/**
 * Sizes, windows, strides, dilations and padding per spatial axis, such that the output is not empty.
 * @param {Draw} draw
 * @param {number} axes
 * @param {{ dilated?: boolean, explicit?: boolean, equal?: boolean, most?: number }} how
 */
function windowed(draw, axes, { dilated = false, explicit = false, equal = false, most = 10 } = {}) {
  const padding = draw.pick(explicit ? ['SAME', 'VALID', 'EXPLICIT'] : ['SAME', 'VALID'])
  const window = draw.list(axes, () => draw.int(1, 5))
  const stride = draw.int(1, draw.chance(0.2) ? 8 : 3)
  const strides = draw.list(axes, () => (equal || draw.chance(0.7) ? stride : draw.int(1, 4)))
  const dilation = dilated && draw.chance(0.3) ? draw.int(2, 3) : 1
  const dilations = draw.list(axes, () => (draw.chance(0.8) ? dilation : 1))
  const paddings = draw.list(axes * 2, () => (padding === 'EXPLICIT' ? draw.int(0, 3) : 0))
  const sizes = draw.list(axes, (i) => {
    const span = (Number(window[i]) - 1) * Number(dilations[i]) + 1
    return draw.int(padding === 'SAME' ? 1 : Math.max(1, span - Number(paddings[2 * i])), Math.max(span, most))
  })
  return { padding, window, strides, dilations, paddings, sizes }
}

/** A picture or volume, whose number of channels a model always states. @param {Draw} draw @param {readonly number[]} shape @returns {import('../draw.mjs').Input} */
function image(draw, shape, how = {}, channels = shape.length - 1) {
  const x = draw.tensor(shape, { constant: false, special: 'nonfinite', ...how })
  return { ...x, free: x.free.filter((axis) => axis !== channels) }
}

/** Sometimes so many that kernels compute them in tiles. @param {Draw} draw @param {number} most */
const channelsOf = (draw, most) => (draw.chance(0.1) ? draw.int(8, 40) : draw.int(1, most))

/** A filter, rarely computed by the graph itself. @param {Draw} draw @param {readonly number[]} shape @returns {import('../draw.mjs').Input} */
const weight = (draw, shape) => ({ ...draw.tensor(shape, { constant: draw.chance(0.7) }), free: [] })

/** @param {ReturnType<typeof windowed>} w @param {boolean} first channels first */
function attributesOf({ padding, strides, dilations, paddings }, first = false) {
  const [before, after] = first ? [[1, 1], []] : [[1], [1]]
  const zeros = first
    ? [[0, 0, 0, 0], []]
    : [
        [0, 0],
        [0, 0],
      ]
  const all = { T: T('float32'), strides: ints([...before, ...strides, ...after]), padding: { s: padding } }
  return {
    ...all,
    ...(dilations.some((d) => d > 1) ? { dilations: ints([...before, ...dilations, ...after]) } : {}),
    ...(padding === 'EXPLICIT'
      ? { explicit_paddings: ints([...(zeros[0] ?? []), ...paddings, ...(zeros[1] ?? [])]) }
      : {}),
    ...(first ? { data_format: { s: strides.length === 3 ? 'NCDHW' : 'NCHW' } } : {}),
  }
}

/** @param {Draw} draw @returns {Case} */
function convolution2d(draw) {
  const w = windowed(draw, 2, { dilated: true, explicit: true })
  const groups = draw.chance(0.2) ? draw.int(2, 3) : 1
  const [depth, filters] = [channelsOf(draw, 6), channelsOf(draw, 6) * groups]
  if (draw.chance(0.2)) [w.sizes[0], w.window[0], w.strides[0], w.dilations[0]] = [1, 1, 1, 1]
  if (w.sizes[0] === 1) w.paddings.fill(0, 0, 2)
  const first = groups === 1 && draw.chance(0.1)
  const batch = draw.int(1, 2)
  const x = first ? [batch, depth * groups, ...w.sizes] : [batch, ...w.sizes, depth * groups]
  const inputs = [image(draw, x, {}, first ? 1 : 3), weight(draw, [...w.window, depth, filters])]
  return activated(draw, one('conv2d', 'Conv2D', inputs, attributesOf(w, first)), filters)
}

/** @param {Draw} draw @returns {Case} */
function depthwise(draw) {
  const w = windowed(draw, 2, { dilated: true, equal: true })
  const [channels, multiplier] = [channelsOf(draw, 9), draw.int(1, draw.chance(0.3) ? 3 : 1)]
  const inputs = [
    image(draw, [draw.int(1, 2), ...w.sizes, channels]),
    weight(draw, [...w.window, channels, multiplier]),
  ]
  return activated(draw, one('depthwise', 'DepthwiseConv2dNative', inputs, attributesOf(w)), channels * multiplier)
}

/** @param {Draw} draw @returns {Case} */
function convolution3d(draw) {
  const w = windowed(draw, 3, { dilated: true, most: 6 })
  const [depth, filters] = [draw.int(1, 3), draw.int(1, 3)]
  const inputs = [image(draw, [draw.int(1, 2), ...w.sizes, depth]), weight(draw, [...w.window, depth, filters])]
  return activated(draw, one('conv3d', 'Conv3D', inputs, attributesOf(w)), filters)
}

/** @param {number} axes @returns {(draw: Draw) => Case} */
const transposed = (axes) => (draw) => {
  const w = windowed(draw, axes, { dilated: axes === 3 ? false : draw.chance(0.2), most: 6 })
  const [depth, filters, batch] = [draw.int(1, 4), draw.int(1, 4), draw.int(1, 2)]
  const small = w.sizes.map((size, i) => {
    const span = (Number(w.window[i]) - 1) * Number(w.dilations[i]) + 1
    return w.padding === 'SAME'
      ? Math.ceil(size / Number(w.strides[i]))
      : Math.floor((size - span) / Number(w.strides[i])) + 1
  })
  const inputs = [
    draw.ints([batch, ...w.sizes, filters]),
    weight(draw, [...w.window, filters, depth]),
    image(draw, [batch, ...small, depth]),
  ]
  const op = axes === 3 ? 'Conv3DBackpropInputV2' : 'Conv2DBackpropInput'
  return activated(
    draw,
    one(axes === 3 ? 'conv3d-transposed' : 'conv2d-transposed', op, inputs, attributesOf(w)),
    filters,
  )
}

/** @param {number} axes @param {'Max' | 'Avg'} kind @returns {(draw: Draw) => Case} */
const pool = (axes, kind) => (draw) => {
  const w = windowed(draw, axes, { explicit: axes === 2 && kind === 'Max', most: axes === 3 ? 6 : 10 })
  // TensorFlow requires padding smaller than the window.
  w.paddings.forEach((amount, i) => {
    w.paddings[i] = Math.min(amount, Number(w.window[i >> 1]) - 1)
  })
  w.sizes.forEach((size, i) => {
    if (w.padding !== 'SAME') w.sizes[i] = Math.max(size, Number(w.window[i]))
  })
  const [least, most] = draw.pick([
    [-4, 4],
    [-4, -1],
  ])
  const special = axes === 3 && kind === 'Max' ? 'infinite' : 'nonfinite'
  const x = image(draw, [draw.int(1, 2), ...w.sizes, draw.int(1, 5)], { least, most, special })
  const attributes = { ...attributesOf(w), ksize: ints([1, ...w.window, 1]) }
  const name = `${kind}Pool${axes === 3 ? '3D' : ''}`
  return one(name.toLowerCase(), name, [x], attributes)
}

/** @param {Draw} draw @returns {Case} */
function poolWithArgument(draw) {
  const w = windowed(draw, 2)
  const [least, most] = draw.pick([
    [-4, 4],
    [0, 0.02],
  ])
  const x = image(draw, [draw.int(1, 2), ...w.sizes, draw.int(1, 3)], { least, most })
  const attributes = {
    ...attributesOf(w),
    ksize: ints([1, ...w.window, 1]),
    Targmax: T('int32'),
    include_batch_in_index: { b: draw.chance(0.5) },
  }
  return one('maxpool-argument', 'MaxPoolWithArgmax', [x], attributes, 2)
}

/** @param {Draw} draw @returns {Case} */
function morphology(draw) {
  const w = windowed(draw, 2)
  const channels = draw.int(1, 3)
  const inputs = [
    image(draw, [draw.int(1, 2), ...w.sizes, channels]),
    draw.tensor([...w.window, channels], { constant: true }),
  ]
  const attributes = {
    T: T('float32'),
    strides: ints([1, ...w.strides, 1]),
    rates: ints([1, ...w.dilations, 1]),
    padding: { s: w.padding },
  }
  return one('dilation2d', 'Dilation2D', inputs, attributes)
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const windows = [
  ...[convolution2d, convolution2d, depthwise, depthwise, convolution3d, transposed(2), transposed(3)],
  ...[pool(2, 'Max'), pool(2, 'Avg'), pool(3, 'Max'), pool(3, 'Avg'), poolWithArgument, morphology],
]
