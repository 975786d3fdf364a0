import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { toFloat } from '../../operations/promote.ts'
import { clip } from '../elementwise.ts'
import type { Layer } from '../layer.ts'
import * as rectified from './rectified.ts'
import * as smooth from './smooth.ts'
import { logSoftmax, softmax, sparsemax } from './softmax.ts'

/** An activation; `options` holds the arguments given in the file, and the dialect. */
export type Activation = (b: GraphBuilder, x: Value, options: Layer) => Value

export interface ActivationRow {
  /**
   * Names of functions, and of layer classes used as functions, in all Keras versions, TensorFlow and TensorFlow.js.
   */
  readonly names: readonly string[]
  readonly apply: Activation
}

const op =
  (name: string): Activation =>
  (b, x) =>
    b.op(name, [x])

/** The op of a function that Keras computes on integers too, as floats. */
const floatOp =
  (name: string): Activation =>
  (b, x) =>
    b.op(name, [toFloat(b, x)])

/** `negative_slope` in Keras 3, `alpha` in Keras 2. */
const slope = (options: Layer, fallback: number): number => options.number(['negative_slope', 'alpha'], fallback)

/** The axis of a softmax: a number or a list. */
function softmaxAxes(options: Layer): readonly number[] {
  const axis = options.get('axis') ?? -1
  const axes: readonly unknown[] = Array.isArray(axis) ? axis : [axis]
  if (axes.every((item): item is number => typeof item === 'number')) return axes
  throw options.invalid('axis', 'an axis or a list of axes', axis)
}

export const activationRows: readonly ActivationRow[] = [
  { names: ['linear', 'Linear', 'identity', 'Identity'], apply: (_, x) => x },
  {
    names: ['relu', 'Relu', 'ReLU', 'tf.nn.relu', 'nn.relu'],
    apply: (b, x, options) =>
      rectified.relu(b, x, {
        negativeSlope: slope(options, 0),
        maxValue: options.get('max_value') === undefined ? null : options.number('max_value'),
        threshold: options.number(['threshold', 'theta'], 0),
      }),
  },
  { names: ['relu6', 'Relu6', 'ReLU6', 'tf.nn.relu6', 'nn.relu6'], apply: op('Relu6') },
  {
    names: ['ThresholdedReLU', 'thresholded_relu'],
    apply: (b, x, options) => rectified.threshold(b, x, options.number('theta', 1), 0),
  },
  {
    names: ['leaky_relu', 'leakyRelu', 'LeakyRelu', 'tf.nn.leaky_relu', 'nn.leaky_relu'],
    apply: (b, x, options) => rectified.leakyRelu(b, x, slope(options, 0.2)),
  },
  // The layer's default differs from the function's.
  {
    names: ['LeakyReLU'],
    apply: (b, x, options) => rectified.leakyRelu(b, x, slope(options, 0.3)),
  },
  {
    names: ['elu', 'ELU', 'Elu', 'tf.nn.elu', 'nn.elu'],
    apply: (b, x, options) => rectified.elu(b, x, options.number('alpha', 1)),
  },
  { names: ['selu', 'Selu', 'tf.nn.selu', 'nn.selu'], apply: op('Selu') },
  { names: ['celu', 'Celu'], apply: (b, x, options) => rectified.celu(b, x, options.number('alpha', 1)) },
  {
    names: ['gelu', 'Gelu', 'tf.nn.gelu', 'nn.gelu'],
    apply: (b, x, options) => smooth.gelu(b, x, options.bool('approximate', false)),
  },
  {
    names: ['gelu_new', 'geluNew', 'gelu_fast', 'gelu_approximate', 'gelu_pytorch_tanh'],
    apply: (b, x) => smooth.gelu(b, x, true),
  },
  { names: ['quick_gelu', 'gelu_quick'], apply: smooth.quickGelu },
  {
    names: ['silu', 'swish', 'Silu', 'Swish', 'tf.nn.silu', 'tf.nn.swish', 'nn.silu', 'nn.swish'],
    apply: smooth.silu,
  },
  {
    names: ['hard_silu', 'hard_swish', 'hardSilu', 'hardSwish', 'HardSilu', 'HardSwish'],
    apply: rectified.hardSilu,
  },
  {
    names: ['hard_sigmoid', 'hardSigmoid', 'HardSigmoid'],
    apply: (b, x, { dialect }) =>
      dialect.major >= 3 ? rectified.hardSigmoid(b, x) : rectified.hardSigmoidOfKeras2(b, x),
  },
  { names: ['hard_tanh', 'hardTanh', 'HardTanh'], apply: (b, x) => clip(b, x, -1, 1) },
  {
    names: ['hard_shrink', 'hardShrink', 'HardShrink'],
    apply: (b, x, options) => rectified.hardShrink(b, x, options.number('threshold', 0.5)),
  },
  {
    names: ['soft_shrink', 'softShrink', 'SoftShrink'],
    apply: (b, x, options) => rectified.softShrink(b, x, options.number('threshold', 0.5)),
  },
  { names: ['tanh_shrink', 'tanhShrink', 'TanhShrink'], apply: smooth.tanhShrink },
  {
    names: ['threshold', 'Threshold'],
    apply: (b, x, options) =>
      rectified.threshold(b, x, options.number('threshold'), options.number(['default_value', 'value'])),
  },
  { names: ['sigmoid', 'Sigmoid', 'tf.nn.sigmoid', 'tf.math.sigmoid', 'nn.sigmoid'], apply: op('Sigmoid') },
  { names: ['log_sigmoid', 'logSigmoid', 'LogSigmoid', 'tf.math.log_sigmoid'], apply: smooth.logSigmoid },
  { names: ['tanh', 'Tanh', 'tf.nn.tanh', 'tf.math.tanh', 'nn.tanh'], apply: floatOp('Tanh') },
  { names: ['exponential', 'Exponential', 'exp', 'Exp', 'tf.exp', 'tf.math.exp'], apply: floatOp('Exp') },
  { names: ['softplus', 'Softplus', 'tf.nn.softplus', 'tf.math.softplus', 'nn.softplus'], apply: op('Softplus') },
  { names: ['softsign', 'Softsign', 'tf.nn.softsign', 'nn.softsign'], apply: smooth.softsign },
  { names: ['mish', 'Mish'], apply: smooth.mish },
  {
    names: ['squareplus', 'Squareplus'],
    apply: (b, x, options) => smooth.squareplus(b, x, options.number('b', 4)),
  },
  { names: ['sparse_plus', 'sparsePlus', 'SparsePlus'], apply: rectified.sparsePlus },
  { names: ['sparse_sigmoid', 'sparseSigmoid', 'SparseSigmoid'], apply: rectified.sparseSigmoid },
  {
    names: ['sparsemax', 'Sparsemax'],
    apply: (b, x, options) => sparsemax(b, x, options.number('axis', -1)),
  },
  { names: ['glu', 'Glu'], apply: (b, x, options) => smooth.glu(b, x, options.number('axis', -1)) },
  {
    names: ['softmax', 'Softmax', 'tf.nn.softmax', 'nn.softmax'],
    apply: (b, x, options) => softmax(b, x, softmaxAxes(options)),
  },
  {
    names: ['log_softmax', 'logSoftmax', 'LogSoftmax', 'tf.nn.log_softmax', 'nn.log_softmax'],
    apply: (b, x, options) => logSoftmax(b, x, softmaxAxes(options)),
  },
]
