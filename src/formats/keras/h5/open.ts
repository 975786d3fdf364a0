import { EngineError } from '../../../base/errors.ts'
import type { TreeFile } from '../../../files/tree.ts'
import type { OpenModel } from '../../contract.ts'
import type { Hdf5File } from '../../hdf5/contract.ts'
import { openHdf5 } from '../../hdf5/index.ts'
import { asString, get } from '../../shared/json-value.ts'
import { dialectFrom, dialectOf } from '../dialect.ts'
import type { Dialect } from '../layers/layer.ts'
import { checkDepth } from '../model/depth.ts'
import { parseConfig } from '../python-json.ts'
import { haveWeights, kerasSource } from '../source.ts'
import { weightsByLayer } from '../weights/by-layer.ts'
import { legacyGroup } from '../weights/legacy-group.ts'

/** Opens a model written by `model.save('model.h5')` in Keras 1.2 to 3. */
export const open: OpenModel = async (match, tree, { signal, onProgress }) => {
  const { main } = match
  onProgress?.({ stage: 'parse', done: 0, total: 2, note: `reading ${main.name}` })
  main.source.ahead?.()
  const file = await openHdf5(main.source, main.path, signal)
  const attributes = await file.root.attributes(signal)
  const text = attributes.get('model_config')
  if (typeof text !== 'string') throw noConfig(main.path)
  const configBytes = new TextEncoder().encode(text)
  const config = parseConfig(configBytes, `the attribute model_config of ${main.path}`)
  onProgress?.({ stage: 'parse', done: 1, total: 2, note: 'finding its weights' })
  const weights = await weightsByLayer(await weightsGroup(file, main, signal), main.path, signal)
  const version = asString(attributes.get('keras_version')) ?? asString(get(config, 'keras_version'))
  const dialect = version === null ? revealed(config, weights.version, main.path) : dialectOf(version, 2)
  const source = await kerasSource(
    {
      match,
      file: {
        path: main.path,
        config,
        dialect: { ...dialect, backend: asString(attributes.get('backend')) ?? weights.backend },
        weights: weights.store,
        assets: new Map(),
      },
      weights,
      weightFiles: [haveWeights(main.path, main.source.size)],
      configBytes,
      contents: [{ name: 'model.h5', holds: 'both', source: main.source }],
      bytes: main.source.size,
      repairs:
        dialect.version === ''
          ? [`${main.name} does not say which version of Keras wrote it; it was read as Keras ${dialect.major}.`]
          : [],
    },
    tree,
    signal,
  )
  onProgress?.({ stage: 'parse', done: 2, total: 2, note: 'read' })
  return source
}

async function weightsGroup(
  file: Hdf5File,
  { path }: TreeFile,
  signal: AbortSignal | undefined,
): Promise<Hdf5File['root']> {
  const group = await legacyGroup(file, signal)
  if (group !== null) return group
  throw new EngineError(
    'weights-missing',
    `${path} holds a model configuration, but no weights: it has no group model_weights with layer_names.`,
    'Save the model again with model.save.',
  )
}

function noConfig(path: string): EngineError {
  return new EngineError(
    'weights-without-model',
    `${path} has no readable model_config, so the model's topology is unknown.`,
    'Save the whole model with model.save, and drop that file.',
  )
}

/** Keras versions before 1.1 state no version. */
function revealed(config: unknown, weightsVersion: string | null, path: string): Dialect {
  checkDepth(config, path)
  return dialectFrom(config, weightsVersion, 2)
}
