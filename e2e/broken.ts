import { readFileSync } from 'node:fs'
import { fixture, type MadeFile, made } from './app.ts'
import { zip } from './archives.ts'

/** A file that must be refused: its description, the error code, and the texts that the message must contain. */
export interface Broken {
  readonly what: string
  readonly files: () => readonly MadeFile[] | Promise<readonly MadeFile[]>
  readonly code: string
  readonly says: readonly (string | RegExp)[]
}

const topology = readFileSync(fixture('matmul/model.json'), 'utf8')
const weights = readFileSync(fixture('matmul/weights.bin'))

/** The model of `matmul`, changed. */
function changed(change: (json: Record<string, unknown>) => void): string {
  const json = JSON.parse(topology) as Record<string, unknown>
  change(json)
  return JSON.stringify(json)
}

/** The model of `matmul` with its weights elsewhere. */
function withPath(path: string): string {
  return changed((json) => {
    json.weightsManifest = [{ paths: [path], weights: [{ name: 'w', shape: [2, 2], dtype: 'float32' }] }]
  })
}

function layersModel(layer: Record<string, unknown>): string {
  const input = { class_name: 'InputLayer', config: { batch_input_shape: [null, 4], dtype: 'float32', name: 'x' } }
  const config = { name: 'broken', layers: [input, layer] }
  return JSON.stringify({
    format: 'layers-model',
    modelTopology: { class_name: 'Sequential', config },
    weightsManifest: [],
  })
}

export const brokenFiles: readonly Broken[] = [
  { what: 'an empty file', files: () => [made('model.json', '')], code: 'file-empty', says: ['model.json', /empty/i] },
  {
    what: 'truncated JSON',
    files: () => [made('model.json', topology.slice(0, 300)), made('weights.bin', weights)],
    code: 'json-invalid',
    says: ['model.json'],
  },
  {
    what: 'missing weights',
    files: () => [made('model.json', topology)],
    code: 'weights-missing',
    says: ['weights.bin', /missing|not/],
  },
  {
    what: 'truncated weights',
    files: () => [made('model.json', topology), made('weights.bin', weights.subarray(0, 7))],
    code: 'weights-wrong-size',
    says: ['weights.bin', '7', '16'],
  },
  {
    what: 'weights without a model',
    files: () => [
      made(
        'group1-weights_manifest.json',
        '[{"paths":["a.bin"],"weights":[{"name":"w","shape":[1],"dtype":"float32"}]}]',
      ),
    ],
    code: 'weights-without-model',
    says: ['group1-weights_manifest.json'],
  },
  {
    what: 'an unknown layer',
    files: () => [made('model.json', layersModel({ class_name: 'MultiplyBeta', config: { name: 'm' } }))],
    code: 'unknown-layer',
    says: ['model.json', 'MultiplyBeta'],
  },
  {
    what: 'an unknown operation',
    files: () => [
      made('model.json', topology.replace('"op": "MatMul"', '"op": "Frobnicate"')),
      made('weights.bin', weights),
    ],
    code: 'unknown-op',
    says: ['model.json', 'Frobnicate'],
  },
  {
    what: 'a signature that names a missing tensor',
    files: () => [made('model.json', topology.replaceAll('"MatMul:0"', '"Elsewhere:0"')), made('weights.bin', weights)],
    code: 'model-invalid',
    says: ['model.json', 'output'],
  },
  {
    what: 'a path outside the drop',
    files: () => [made('model.json', withPath('../../../w.bin')), made('weights.bin', weights)],
    code: 'weights-missing',
    says: ['w.bin'],
  },
  {
    what: 'a URL as a weight file',
    files: () => [made('model.json', withPath('https://example.org/weights.bin')), made('weights.bin', weights)],
    code: 'model-invalid',
    says: ['model.json', 'https://example.org/weights.bin', /nothing was fetched/],
  },
  {
    what: 'a Lambda layer',
    files: () => [made('model.json', layersModel({ class_name: 'Lambda', config: { name: 'double' } }))],
    code: 'lambda-layer',
    says: ['model.json', 'Lambda layer ("double")', 'model.export()'],
  },
  {
    what: 'a Keras file without weights',
    files: async () => [
      made(
        'model.keras',
        await zip([
          { path: 'config.json', bytes: Buffer.from('{}') },
          { path: 'metadata.json', bytes: Buffer.from('{"keras_version":"3.0.0"}') },
        ]),
      ),
    ],
    code: 'weights-missing',
    says: ['model.keras', 'model.weights.h5'],
  },
  {
    what: 'a truncated HDF5 file',
    files: () => [made('model.h5', readFileSync(fixture('keras/model.h5')).subarray(0, 8000))],
    code: 'file-truncated',
    says: ['model.h5', /truncated/],
  },
  {
    what: 'a web page in place of a Keras file',
    files: () => [made('model.keras', '<!DOCTYPE html><html><title>404</title></html>')],
    code: 'file-unreadable',
    says: ['model.keras', 'HTML'],
  },
  {
    what: 'a truncated zip',
    files: async () => [
      made('model.zip', (await zip([{ path: 'model.json', bytes: Buffer.from(topology) }])).subarray(0, 60)),
    ],
    code: 'archive-invalid',
    says: ['model.zip'],
  },
]
