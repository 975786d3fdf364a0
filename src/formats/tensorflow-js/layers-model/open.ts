import { EngineError } from '../../../base/errors.ts'
import type { OpenModel } from '../../contract.ts'
import { isKeras3Style } from '../../keras/dialect.ts'
import type { KerasModel } from '../../keras/model/contract.ts'
import { checkDepth } from '../../keras/model/depth.ts'
import { kerasModel } from '../../keras/model/index.ts'
import { parsePythonJson } from '../../keras/python-json.ts'
import { asArray, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { openJson } from '../model-json/open.ts'
import type { WeightEntry } from '../weights/entries.ts'
import { readDialect } from './dialect.ts'
import { modelConfigOf } from './names.ts'
import { manifestStore, namingRepairs } from './weights.ts'

export const open: OpenModel = async (match, tree, options) => {
  const { path } = match.main
  const made: { model: KerasModel | null; repairs: readonly string[] } = { model: null, repairs: [] }
  const opened = await openJson(
    match,
    tree,
    options,
    async (root, topology, weights) => {
      checkDepth(topology, path)
      const config = modelConfigOf(topology)
      const model = kerasModel({
        path,
        config,
        dialect: readDialect(root, topology),
        weights: manifestStore(
          weights,
          get(root, 'weightsManifest') === undefined ? `${path} (no weightsManifest)` : path,
        ),
        assets: new Map(),
      })
      made.model = model
      made.repairs = styleRepairs(topology, config, weights)
      return {
        signatures: [model.signature],
        classCounts: model.signature.outputs.flatMap(({ shape }) => shape?.at(-1) ?? []),
      }
    },
    parsePythonJson,
  )
  const { topology, metadata, signatures, summary } = opened
  const { model } = made
  if (model === null) throw new EngineError('internal', 'The topology was not read.')
  const keras = asString(get(topology, 'keras_version', 'kerasVersion')) ?? ''
  return {
    summary: {
      ...summary,
      generatedBy: summary.generatedBy || (/^\d/.test(keras) ? `keras ${keras}` : keras),
      topology: { count: [...model.layers.values()].reduce((sum, count) => sum + count, 0), unit: 'layer' },
      signatures,
      metadata,
      repairs: [...summary.repairs, ...made.repairs],
    },
    contents: opened.contents,
    toGraph: async (signature, signal) => {
      if (signature !== model.signature.name)
        throw new EngineError(
          'signature-missing',
          `${path} has no signature "${signature}"; a layers model has one, "${model.signature.name}".`,
        )
      return model.toGraph(signal)
    },
  }
}

function styleRepairs(topology: JsonObject, config: unknown, weights: readonly WeightEntry[]): readonly string[] {
  const style = isKeras3Style(topology)
    ? [
        'Layer shapes, dtypes and connections are in Keras 3 format, which the loader of TensorFlow.js does not support; Glassbox read them directly.',
      ]
    : []
  return [...style, ...namingRepairs(weights, new Set(layerNames(config)))]
}

/** Names of all layers, including those in nested models, but not of the models themselves. */
function layerNames(model: unknown): readonly string[] {
  const inner = get(model, 'config')
  const layers = asArray(get(inner, 'layers')) ?? asArray(inner)
  if (layers !== null) return layers.flatMap(layerNames)
  return [asString(get(inner, 'name')) ?? asString(get(model, 'name')) ?? '']
}
