import { expect, it } from 'vitest'
import { dialectFrom } from './dialect.ts'

const keras3 = { config: { layers: [{ class_name: 'InputLayer', config: { batch_shape: [null, 2] } }] } }
const keras2 = { config: { layers: [{ class_name: 'InputLayer', config: { batch_input_shape: [null, 2] } }] } }
const keras1 = { config: [{ class_name: 'Convolution2D', config: { border_mode: 'same', batch_input_shape: [2] } }] }

it.each([
  ['Keras 3, with weights of the same', keras3, '3.15.1', 3, '3.15.1'],
  ['Keras 3, with weights of Keras 2', keras3, '2.15.0', 3, ''],
  ['Keras 2, with weights of Keras 3', keras2, '3.15.1', 2, ''],
  ['Keras 2, with weights that state nothing', keras2, null, 2, ''],
  ['Keras 1', keras1, null, 1, ''],
  ['nothing, with weights of Keras 3', {}, '3.9.0', 3, '3.9.0'],
  ['nothing at all', {}, null, 2, ''],
])('a configuration in the form of %s', (_what, config, weights, major, version) => {
  expect(dialectFrom(config, weights, 2)).toEqual({ major, version, writer: 'keras' })
})
