import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataFormat } from './keras-file.mjs'

/**
 * Writes a model as the TensorFlow.js converter writes a Keras 2 model: `model.json` and one weight file.
 * @param {import('./layers.mjs').Model} model
 * @param {string} folder
 * @returns {readonly string[]} the paths of its files
 */
export function writeTfjsLayers({ name, input, layers }, folder) {
  mkdirSync(folder, { recursive: true })
  const batchInput = { batch_input_shape: [null, ...input.shape], dtype: 'float32', sparse: false, name: input.name }
  const config = {
    name,
    layers: [
      { class_name: 'InputLayer', name: input.name, config: batchInput, inbound_nodes: [] },
      ...layers.map(({ className, name, config, from }) => ({
        class_name: className,
        name,
        config: { name, trainable: true, dtype: 'float32', ...dataFormat(className), ...config },
        inbound_nodes: [from.map((layer) => [layer, 0, 0, {}])],
      })),
    ],
    input_layers: [[input.name, 0, 0]],
    output_layers: [[layers.at(-1)?.name ?? input.name, 0, 0]],
  }
  const weights = layers.flatMap((layer) =>
    layer.weights.map((weight) => ({ ...weight, name: `${layer.name}/${weight.name}` })),
  )
  const model = {
    format: 'layers-model',
    generatedBy: 'keras v2.15.0',
    convertedBy: 'TensorFlow.js Converter v4.22.0',
    modelTopology: {
      keras_version: '2.15.0',
      backend: 'tensorflow',
      model_config: { class_name: 'Functional', config },
    },
    weightsManifest: [
      {
        paths: ['group1-shard1of1.bin'],
        weights: weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' })),
      },
    ],
  }
  const paths = ['model.json', 'group1-shard1of1.bin'].map((file) => join(folder, file))
  writeFileSync(/** @type {string} */ (paths[0]), JSON.stringify(model))
  const bytes = weights.map(({ values }) => new Uint8Array(values.buffer, values.byteOffset, values.byteLength))
  writeFileSync(/** @type {string} */ (paths[1]), Buffer.concat(bytes))
  return paths
}
