import { readdir, readFile } from 'node:fs/promises'
import { basename, join, relative, sep } from 'node:path'
import { root } from '../run.mjs'
import { zip } from './pack.mjs'

/**
 * @typedef {import('./pack.mjs').File} File
 * @typedef {{ name: string, files: readonly File[] }} Model
 */

/** Valid small models by format, from the test fixtures: files and folders below `src`. */
const fixtures = {
  'graph models': ['formats/fixtures/matmul_graph', 'formats/fixtures/rn_graph', 'runtime/fixtures/structured_outputs'],
  'layers models': [
    'formats/fixtures/rn_bundle_layers',
    'formats/fixtures/embedding_gru_layers',
    'formats/tensorflow-js/layers-model/fixtures/tfjs_keras2',
    'formats/tensorflow-js/layers-model/fixtures/tfjs_keras3_h5',
    'formats/tensorflow-js/layers-model/fixtures/tfjs_keras3_v3',
  ],
  '.keras': [
    'formats/keras/zip/fixtures/dense.keras',
    'formats/keras/zip/fixtures/deflated.keras',
    'formats/keras/zip/fixtures/vocabulary.keras',
  ],
  HDF5: [
    'formats/keras/h5/fixtures/dense.h5',
    'formats/keras/h5/fixtures/legacy.weights.h5',
    'formats/keras/h5/fixtures/keras3.weights.h5',
    'formats/keras/h5/fixtures/external.h5',
    'formats/keras/h5/fixtures/virtual.h5',
    'formats/keras/h5/fixtures/linked.h5',
    'formats/keras/h5/fixtures/soft-link.h5',
    'formats/keras/weights/fixtures/split-names.h5',
    'formats/hdf5/fixtures/compressed.h5',
    'formats/hdf5/fixtures/old-style.h5',
    'formats/hdf5/fixtures/new-style.h5',
  ],
  SavedModels: [
    'formats/saved-model/fixtures/half_plus_two',
    'formats/saved-model/fixtures/hash_table_asset',
    'formats/saved-model/fixtures/stateful_counter',
    'formats/saved-model/fixtures/tf1_control_flow_v1',
    'formats/saved-model/fixtures/tf1_partitioned_variable',
    'formats/saved-model/fixtures/two_meta_graphs',
    'formats/saved-model/fixtures/while_loop',
  ],
}

const layerCases = ['core', 'sequences'].map((folder) => `src/formats/keras/layers/fixtures/${folder}`)

/** @returns {Promise<Readonly<Record<string, readonly Model[]>>>} */
export async function inputs() {
  const groups = await Promise.all(
    Object.entries(fixtures).map(async ([name, paths]) => [name, await Promise.all(paths.map(modelAt))]),
  )
  /** @type {Record<string, Model[]>} */
  const models = Object.fromEntries(groups)
  models['graph models']?.push(...(models['graph models'] ?? []).slice(0, 1).flatMap(quantised))
  models.pictures = await pictures()
  models['Keras folders'] = [...(await layerFolders()), ...(await pickledFolder())]
  return models
}

/** Pictures that no browser decodes. @returns {Promise<Model[]>} */
async function pictures() {
  const fixture = await readFile(join(root, 'src/inputs/formats/fixtures/pictures.json'), 'utf8')
  /** @type {[string, { file: string }][]} */
  const entries = Object.entries(JSON.parse(fixture).pictures)
  return entries.map(([name, { file }]) => ({
    name,
    files: [{ path: 'input.picture', bytes: new Uint8Array(Buffer.from(file, 'base64')) }],
  }))
}

/** @param {string} path below `src` @returns {Promise<Model>} */
async function modelAt(path) {
  const at = join(root, 'src', path)
  return { name: path, files: await filesAt(at, join(at, '..')) }
}

/** @param {string} path @param {string} base @returns {Promise<readonly File[]>} */
async function filesAt(path, base) {
  const entries = await readdir(path, { withFileTypes: true }).catch(() => null)
  if (entries !== null) return (await Promise.all(entries.map(({ name }) => filesAt(join(path, name), base)))).flat()
  return [{ path: relative(base, path).split(sep).join('/'), bytes: new Uint8Array(await readFile(path)) }]
}

/** The graph model with its four weights quantised to 8 and to 16 bits. @param {Model} model @returns {Model[]} */
function quantised({ files }) {
  const json = files.find(({ path }) => basename(path) === 'model.json')
  if (json === undefined) return []
  return ['uint8', 'uint16', 'float16'].map((dtype) => {
    const document = JSON.parse(new TextDecoder().decode(json.bytes))
    for (const { weights } of document.weightsManifest)
      for (const weight of weights) weight.quantization = { dtype, scale: 0.5, min: -1 }
    return {
      name: `quantised to ${dtype}`,
      files: [
        { path: json.path, bytes: new TextEncoder().encode(JSON.stringify(document)) },
        { path: json.path.replace('model.json', 'weights.bin'), bytes: new Uint8Array(dtype === 'uint8' ? 4 : 8) },
      ],
    }
  })
}

/** The layer cases, as the folder of an unpacked `.keras`. @returns {Promise<Model[]>} */
async function layerFolders() {
  const paths = await Promise.all(
    layerCases.map(async (folder) =>
      (await readdir(join(root, folder))).filter((name) => name.endsWith('.json')).map((name) => join(folder, name)),
    ),
  )
  return Promise.all(
    paths.flat().map(async (path) => {
      const { config, weights } = JSON.parse(await readFile(join(root, path), 'utf8'))
      const name = basename(path, '.json')
      const arrays = Object.entries(weights).map(([key, weight]) => ({ path: `${key}.npy`, bytes: npy(weight) }))
      return { name, files: folderOf(name, config, { path: 'model.weights.npz', bytes: zip(arrays, false) }) }
    }),
  )
}

/** A folder with weights pickled by Keras. @returns {Promise<Model[]>} */
async function pickledFolder() {
  const bytes = new Uint8Array(await readFile(join(root, 'src/formats/keras/weights/fixtures/weights.npz')))
  const dense = { class_name: 'Dense', config: { name: 'dense', units: 2, activation: 'relu', use_bias: true } }
  const input = { class_name: 'InputLayer', config: { name: 'x', batch_shape: [null, 3], dtype: 'float32' } }
  const config = { class_name: 'Sequential', config: { name: 'pickled', layers: [input, dense] } }
  return [{ name: 'pickled', files: folderOf('pickled', config, { path: 'model.weights.npz', bytes }) }]
}

/** @param {string} name @param {unknown} config @param {File} weights @returns {File[]} */
function folderOf(name, config, weights) {
  const json = (/** @type {unknown} */ value) => new TextEncoder().encode(JSON.stringify(value))
  return [
    { path: `${name}/config.json`, bytes: json(config) },
    { path: `${name}/metadata.json`, bytes: json({ keras_version: '3.15.1', date_saved: '2026-01-01@00:00:00' }) },
    { path: `${name}/${weights.path}`, bytes: weights.bytes },
  ]
}

/** A float32 array as NumPy writes it, version 1.0. @param {any} weight */
function npy({ shape, data }) {
  const dictionary = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')}${shape.length === 1 ? ',' : ''}), }`
  const text = `${dictionary.padEnd(117)}\n`
  const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${text}`, 'latin1')
  head.writeUInt16LE(text.length, 8)
  return new Uint8Array(Buffer.concat([head, Buffer.from(new Float32Array(data).buffer)]))
}
