import { Random } from './layers.mjs'

/** @typedef {import('./layers.mjs').Layer} Layer */

/** Expansion, output channels, repetitions, stride of the first repetition (Sandler et al. 2018, table 2). */
const stages = /** @type {const} */ ([
  [1, 16, 1, 1],
  [6, 24, 2, 2],
  [6, 32, 3, 2],
  [6, 64, 4, 2],
  [6, 96, 3, 1],
  [6, 160, 3, 2],
  [6, 320, 1, 1],
])

/**
 * MobileNetV2 at 224 × 224 with width 1 and 1,000 classes, layer by layer as in `keras.applications`; random weights.
 * @returns {import('./layers.mjs').Model}
 */
export function mobileNetV2() {
  const random = new Random()
  /** @type {Layer[]} */
  const layers = []
  let last = 'input_layer'
  let channels = 3

  /** @param {string} className @param {string} name @param {Record<string, unknown>} [config] @param {Layer['weights']} [weights] */
  const add = (className, name, config = {}, weights = [], from = [last]) => {
    layers.push({ className, name, config, from, weights })
    last = name
  }
  /** @param {string} name @param {number} filters @param {number} [kernel] @param {number} [stride] */
  const convolution = (name, filters, kernel = 1, stride = 1) => {
    const inputs = kernel * kernel * channels
    const weights = [random.kernel('kernel', [kernel, kernel, channels, filters], inputs)]
    const sizes = { kernel_size: [kernel, kernel], strides: [stride, stride], dilation_rate: [1, 1], groups: 1 }
    add('Conv2D', name, { filters, ...sizes, padding: 'same', activation: 'linear', use_bias: false }, weights)
    channels = filters
  }
  /** @param {string} name @param {number} stride */
  const depthwise = (name, stride) => {
    const sizes = { kernel_size: [3, 3], strides: [stride, stride], dilation_rate: [1, 1], depth_multiplier: 1 }
    const padding = stride === 1 ? 'same' : 'valid'
    const weights = [random.kernel('depthwise_kernel', [3, 3, channels, 1], 9)]
    add('DepthwiseConv2D', name, { ...sizes, padding, activation: 'linear', use_bias: false }, weights)
  }
  /** @param {string} name */
  const normalise = (name) => {
    const vector = (/** @type {string} */ weight, /** @type {number} */ mean) => ({
      name: weight,
      shape: [channels],
      values: random.values([channels], 0.1, mean),
    })
    const weights = [vector('gamma', 1), vector('beta', 0), vector('moving_mean', 0), vector('moving_variance', 1)]
    const config = { axis: -1, momentum: 0.999, epsilon: 0.001, center: true, scale: true }
    add('BatchNormalization', name, config, weights)
  }
  /** @param {string} name */
  const relu6 = (name) => add('ReLU', name, { max_value: 6, negative_slope: 0, threshold: 0 })

  convolution('Conv1', 32, 3, 2)
  normalise('bn_Conv1')
  relu6('Conv1_relu')
  let block = 0
  for (const [expansion, filters, repetitions, firstStride] of stages) {
    for (let i = 0; i < repetitions; i++) {
      const stem = block === 0 ? 'expanded_conv' : `block_${block}`
      const [from, inputs] = [last, channels]
      const stride = i === 0 ? firstStride : 1
      if (expansion > 1) {
        convolution(`${stem}_expand`, expansion * channels)
        normalise(`${stem}_expand_BN`)
        relu6(`${stem}_expand_relu`)
      }
      if (stride === 2)
        add('ZeroPadding2D', `${stem}_pad`, {
          padding: [
            [0, 1],
            [0, 1],
          ],
        })
      depthwise(`${stem}_depthwise`, stride)
      normalise(`${stem}_depthwise_BN`)
      relu6(`${stem}_depthwise_relu`)
      convolution(`${stem}_project`, filters)
      normalise(`${stem}_project_BN`)
      if (stride === 1 && inputs === filters) add('Add', `${stem}_add`, {}, [], [from, last])
      block++
    }
  }
  convolution('Conv_1', 1280)
  normalise('Conv_1_bn')
  relu6('out_relu')
  add('GlobalAveragePooling2D', 'global_average_pooling2d', { keepdims: false })
  const dense = [
    { name: 'kernel', shape: [1280, 1000], values: random.values([1280, 1000], 0.1) },
    { name: 'bias', shape: [1000], values: random.values([1000], 0.1) },
  ]
  add('Dense', 'predictions', { units: 1000, activation: 'softmax', use_bias: true }, dense)
  return { name: 'mobilenetv2_1.00_224', input: { name: 'input_layer', shape: [224, 224, 3] }, layers }
}
