import { expect, it } from 'vitest'
import { expectAgreement } from './fixtures/sequences/case.ts'
import { rowOf } from './index.ts'
import { memberPaths, snakeCase } from './paths.ts'

it.each([
  'conv1d_causal_dilated',
  'conv2d_groups',
  'conv2d_channels_first',
  'conv2dtranspose_outpad',
  'conv2dtranspose_dilated',
  'conv3d_dilated',
  'separableconv1d_dilated',
  'depthwiseconv2d_dilated',
  'einsumdense_ellipsis',
  'averagepooling1d_same',
  'adaptivemaxpooling2d',
  'globalaveragepooling1d_masked',
  'batchnorm_axis1',
  'layernorm_axes',
  'groupnorm_axis1',
  'rmsnorm_axes',
  'unitnorm_axes',
  'spectralnorm_conv',
  'merge_dot_axes_norm',
  'merge_multiply_broadcast',
  'flatten_channels_first',
  'zeropadding2d_cf',
  'cropping1d',
  'upsampling2d_bilinear',
  'softmax_mask',
  'prelu_shared',
  'relu_args',
  'timedistributed_model',
  'resizing_pad_odd',
  'resizing_pad_odd_rows',
  'resizing_crop_odd',
])('%s matches TensorFlow', (name) => expectAgreement(`../core/${name}`))

it('uses the weight paths of Keras', () => {
  expect(['Conv2D', 'PReLU', 'DepthwiseConv2D', 'LSTM', 'GRUCell', 'BatchNormalization'].map(snakeCase)).toEqual([
    'conv2d',
    'p_re_lu',
    'depthwise_conv2d',
    'lstm',
    'gru_cell',
    'batch_normalization',
  ])
  expect(memberPaths('layers', ['Dense', 'Conv2D', 'Dense', 'Dense'])).toEqual([
    'layers/dense',
    'layers/conv2d',
    'layers/dense_1',
    'layers/dense_2',
  ])
})

it('knows classes under the names of all Keras versions', () => {
  expect(rowOf('Convolution2D')).toBe(rowOf('Conv2D'))
  expect(rowOf('MaxPool2D')).toBe(rowOf('MaxPooling2D'))
  expect(rowOf('constructor')).toBeNull()
})
