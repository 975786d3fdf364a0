import { types } from './graph-def.mjs'

/** @typedef {import('./graph-def.mjs').Attribute} Attribute */
/** @typedef {import('./graph-def.mjs').Node} Node */
/** @typedef {import('./layers.mjs').Layer} Layer */

/**
 * The nodes of a function while it is written. Values are called as functions call them: `node:output:0`.
 * @typedef {{
 *   add: (name: string, op: string, output: string, inputs: readonly string[], attributes?: Readonly<Record<string, Attribute>>) => string,
 *   read: (layer: Layer, weight: number) => string,
 *   ints: (name: string, values: readonly number[], shape: readonly number[]) => string,
 * }} Body
 */

const float = /** @type {const} */ ({ T: { type: types.float32 } })
const nhwc = /** @type {const} */ ({ data_format: { s: 'NHWC' } })

/** What Keras writes for the layers that the benchmarks have. @type {Readonly<Record<string, (body: Body, layer: Layer, inputs: readonly string[]) => string>>} */
export const rows = {
  Conv2D: (body, layer, [x = '']) =>
    body.add(`${layer.name}/convolution`, 'Conv2D', 'output', [x, body.read(layer, 0)], convolution(layer)),
  DepthwiseConv2D: (body, layer, [x = '']) =>
    body.add(
      `${layer.name}/depthwise`,
      'DepthwiseConv2dNative',
      'output',
      [x, body.read(layer, 0)],
      convolution(layer),
    ),
  BatchNormalization: (body, layer, [x = '']) => {
    const vectors = [0, 1, 2, 3].map((weight) => body.read(layer, weight))
    return body.add(`${layer.name}/FusedBatchNormV3`, 'FusedBatchNormV3', 'y', [x, ...vectors], {
      ...float,
      ...nhwc,
      U: { type: types.float32 },
      epsilon: { f: Number(layer.config.epsilon) },
      is_training: { b: false },
    })
  },
  ReLU: (body, { name }, [x = '']) => body.add(`${name}/Relu6`, 'Relu6', 'activations', [x], float),
  ZeroPadding2D: (body, { name, config }, [x = '']) => {
    const amounts = /** @type {readonly (readonly number[])[]} */ (config.padding)
    const paddings = body.ints(`${name}/Pad/paddings`, [0, 0, ...amounts.flat(), 0, 0], [4, 2])
    return body.add(`${name}/Pad`, 'Pad', 'output', [x, paddings], { ...float, Tpaddings: { type: types.int32 } })
  },
  Add: (body, { name }, inputs) => body.add(`${name}/Add`, 'AddV2', 'z', inputs, float),
  GlobalAveragePooling2D: (body, { name }, [x = '']) => {
    const axes = body.ints(`${name}/Mean/reduction_indices`, [1, 2], [2])
    return body.add(`${name}/Mean`, 'Mean', 'output', [x, axes], { ...float, keep_dims: { b: false } })
  },
  Dense: (body, layer, [x = '']) => {
    const { name, config, weights } = layer
    const product = body.add(`${name}/MatMul`, 'MatMul', 'product', [x, body.read(layer, 0)], float)
    const sum =
      weights.length === 1
        ? product
        : body.add(`${name}/BiasAdd`, 'BiasAdd', 'output', [product, body.read(layer, 1)], float)
    return config.activation === 'softmax' ? body.add(`${name}/Softmax`, 'Softmax', 'softmax', [sum], float) : sum
  },
}

/** @param {Layer} layer @returns {Readonly<Record<string, Attribute>>} */
function convolution({ config }) {
  const [height = 1, width = 1] = /** @type {readonly number[]} */ (config.strides)
  return {
    ...float,
    ...nhwc,
    strides: { is: [1, height, width, 1] },
    dilations: { is: [1, 1, 1, 1] },
    padding: { s: String(config.padding).toUpperCase() },
    explicit_paddings: { is: [] },
  }
}
