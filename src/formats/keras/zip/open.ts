import { EngineError } from '../../../base/errors.ts'
import { limits } from '../../../files/limits.ts'
import { readJson } from '../../../files/read.ts'
import type { Content, OpenModel } from '../../contract.ts'
import { asString, get } from '../../shared/json-value.ts'
import { dialectFrom, dialectOf } from '../dialect.ts'
import type { Dialect } from '../layers/layer.ts'
import { checkDepth } from '../model/depth.ts'
import { kerasLayers } from '../model/index.ts'
import { parseConfig } from '../python-json.ts'
import { haveWeights, kerasSource } from '../source.ts'
import type { FoundWeights } from '../weights/contract.ts'
import { openWeights } from '../weights/weights.ts'
import { readAssets } from './assets.ts'
import { type Container, openFolder, openZip, type Part } from './container.ts'

/** Opens a model written by `model.save('model.keras')` in Keras 2.12 to 3. */
export const open: OpenModel = async (match, tree, { signal, onProgress }) => {
  const { main } = match
  onProgress?.({ stage: 'parse', done: 0, total: 3, note: `reading ${main.name}` })
  const isFolder = /\.json$/i.test(main.name)
  const container = isFolder ? openFolder(main, match.files[0], tree) : openZip(main, tree.reads)
  const configPart = container.parts.get('config.json')
  if (configPart === undefined) throw noConfig(main.path, container)
  const weightsPart = container.parts.get('model.weights.h5') ?? container.parts.get('model.weights.npz')
  const reading = wholePart(configPart, signal)
  // Fetch the weights while the configuration is parsed.
  weightsPart?.source.ahead?.()
  const configBytes = await reading
  const config = parseConfig(configBytes, configPart.path)
  const version = (await versionOf(container, signal)) ?? asString(get(config, 'keras_version'))

  onProgress?.({ stage: 'parse', done: 1, total: 3, note: 'finding its weights' })
  if (weightsPart === undefined) throw noWeights(main.path, container)
  const stated = dialectOf(version, 0)
  const layers = stated.major === 0 ? undefined : kerasLayers({ path: main.path, config, dialect: stated })
  const weights = await openWeights(weightsPart, signal)
  const dialect = stated.major === 0 ? revealed(config, weights, main.path) : stated
  const assets = await readAssets(container, signal)

  onProgress?.({ stage: 'parse', done: 2, total: 3, note: 'understanding its layers' })
  const source = await kerasSource(
    {
      match,
      file: {
        path: main.path,
        config,
        dialect: { ...dialect, backend: asString(get(config, 'backend')) ?? weights.backend },
        weights: weights.store,
        assets: assets.texts,
      },
      layers,
      weights,
      weightFiles: [haveWeights(weightsPart.path, weightsPart.source.size)],
      configBytes,
      contents: contentsOf(container),
      bytes: [main, ...(isFolder ? match.files : [])].reduce((sum, file) => sum + file.source.size, 0),
      repairs: [
        ...container.notes,
        ...assets.notes,
        ...(dialect.version === ''
          ? [`${main.name} does not say which version of Keras wrote it; it was read as Keras ${dialect.major}.`]
          : []),
      ],
    },
    tree,
    signal,
  )
  onProgress?.({ stage: 'parse', done: 3, total: 3, note: 'read' })
  return source
}

/** The dialect of a configuration that states no version. Raises `model-invalid` if it is nested too deep. */
function revealed(config: unknown, weights: FoundWeights, path: string): Dialect {
  checkDepth(config, path)
  // Keras 2 lists weights by layer if they are in a separate file.
  return dialectFrom(config, weights.version, weights.store.kind === 'by-path' ? 3 : 2)
}

/** All but `metadata.json`, which holds the date of saving. */
function contentsOf({ parts }: Container): readonly Content[] {
  return [...parts].flatMap(([name, { source }]) =>
    name === 'metadata.json' ? [] : [{ name, holds: kindOf(name), source }],
  )
}

function kindOf(name: string): Content['holds'] {
  if (name === 'config.json') return 'topology'
  return name.startsWith('model.weights.') ? 'weights' : 'assets'
}

function wholePart({ path, source }: Part, signal: AbortSignal | undefined): Promise<Uint8Array<ArrayBuffer>> {
  if (source.size <= limits.json) return source.read(0, source.size, signal)
  throw new EngineError(
    'json-too-large',
    `${path} has ${source.size} bytes; a model configuration is never that large.`,
  )
}

/** Metadata holds only the version, so a missing or damaged file does not prevent loading. */
async function versionOf({ parts }: Container, signal: AbortSignal | undefined): Promise<string | null> {
  const part = parts.get('metadata.json')
  if (part === undefined) return null
  const file = { ...part, name: 'metadata.json' }
  const metadata = await readJson(file, 2 ** 20, signal).catch((error: unknown) => {
    if (error instanceof EngineError && error.code === 'json-invalid') return null
    throw error
  })
  return asString(get(metadata, 'keras_version'))
}

function noConfig(path: string, { parts }: Container): EngineError {
  return new EngineError(
    'model-invalid',
    `${path} is a Keras model without a topology: expected config.json; ${found(parts)}.`,
    'Save the model again with model.save("model.keras").',
  )
}

function noWeights(path: string, { parts }: Container): EngineError {
  return new EngineError(
    'weights-missing',
    `${path} is a Keras model without weights: expected model.weights.h5 (or .npz); ${found(parts)}.`,
    'Save the model again with model.save("model.keras"), or drop a folder with config.json and model.weights.h5.',
  )
}

function found(parts: Container['parts']): string {
  const names = [...parts.keys()].filter((name) => !name.startsWith('assets/'))
  return names.length === 0 ? 'it holds no part of a Keras model' : `it holds ${names.join(' and ')} only`
}
