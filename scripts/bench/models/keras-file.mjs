import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadZip } from 'client-zip'
import h5wasm from 'h5wasm/node'

/** @typedef {import('./layers.mjs').Model} Model */

const floatPolicy = { module: 'keras', class_name: 'DTypePolicy', config: { name: 'float32' }, registered_name: null }

/**
 * Writes a model in Keras 3 format: a zip of stored entries with `metadata.json`, `config.json` and `model.weights.h5`.
 * @param {Model} model
 * @param {string} folder
 * @returns {Promise<string>} the path of the `.keras`
 */
export async function writeKeras(model, folder) {
  mkdirSync(folder, { recursive: true })
  const weights = join(folder, 'model.weights.h5')
  await writeWeights(model, weights)
  const path = join(folder, `${model.name}.keras`)
  const entries = [
    { name: 'metadata.json', input: JSON.stringify({ keras_version: '3.15.1', date_saved: '2026-11-22@07:30:11' }) },
    { name: 'config.json', input: JSON.stringify(configOf(model)) },
    { name: 'model.weights.h5', input: readFileSync(weights) },
  ]
  writeFileSync(path, new Uint8Array(await downloadZip(entries).arrayBuffer()))
  rmSync(weights)
  return path
}

/** @param {Model} model */
function configOf({ name, input, layers }) {
  const last = layers.at(-1)?.name ?? input.name
  const inputConfig = { batch_shape: [null, ...input.shape], dtype: 'float32', sparse: false, name: input.name }
  return {
    module: 'keras.src.models.functional',
    class_name: 'Functional',
    config: {
      name,
      trainable: true,
      layers: [
        layerJson('InputLayer', input.name, inputConfig, []),
        ...layers.map(({ className, name, config, from }) => {
          const tensors = from.map((layer) => ({
            class_name: '__keras_tensor__',
            config: { dtype: 'float32', keras_history: [layer, 0, 0] },
          }))
          const all = { name, trainable: true, dtype: floatPolicy, ...dataFormat(className), ...config }
          const args = [tensors.length === 1 ? tensors[0] : tensors]
          return layerJson(className, name, all, [{ args, kwargs: {} }])
        }),
      ],
      input_layers: [input.name, 0, 0],
      output_layers: [last, 0, 0],
    },
    registered_name: 'Functional',
  }
}

/** @param {string} className @param {string} name @param {object} config @param {readonly object[]} inbound */
function layerJson(className, name, config, inbound) {
  return { module: 'keras.layers', class_name: className, config, registered_name: null, name, inbound_nodes: inbound }
}

/** @param {string} className */
export const dataFormat = (className) => (className.endsWith('2D') ? { data_format: 'channels_last' } : {})

/**
 * `layers/<class>[_n]/vars/<i>`, counted per class in the order of the layers.
 * @param {Model} model
 * @param {string} path
 */
async function writeWeights({ layers }, path) {
  await h5wasm.ready
  // The default of h5py, and so of Keras.
  const file = new h5wasm.File(path, 'w', { libver: ['earliest', 'latest'] })
  const root = file.create_group('layers')
  /** @type {Map<string, number>} */
  const counts = new Map()
  for (const { className, name, weights } of layers) {
    const snake = className.replace(/([a-z])([A-Z])/g, '$1_$2').toLowerCase()
    const count = counts.get(snake) ?? 0
    counts.set(snake, count + 1)
    const vars = root.create_group(count === 0 ? snake : `${snake}_${count}`).create_group('vars')
    vars.create_attribute('name', name)
    for (const [i, { shape, values }] of weights.entries())
      vars.create_dataset({ name: String(i), data: values, shape: [...shape], dtype: '<f' })
  }
  file.close()
}
