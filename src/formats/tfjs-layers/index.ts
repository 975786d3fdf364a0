import type { ModelSource } from '../../graph/model.ts'
import type { ModelFormat } from '../contract.ts'
import { asString, get } from '../json-value.ts'
import { matchKind } from '../tfjs-json/match.ts'
import { openJson } from '../tfjs-json/open.ts'
import { countLayers, rootModel } from './config.ts'
import { scalingLayer } from './preprocessing.ts'
import { classCounts, readSignature } from './signature.ts'

const label = 'TensorFlow.js layers model'

/** `model.json` with a Keras configuration as its topology, as tfjs-layers saves it or the converter writes it, and its weights. */
export const tfjsLayers: ModelFormat = {
  id: 'tfjs-layers',
  label,
  match: (tree, signal) => matchKind('tfjs-layers', tree, signal),
  open: async (match, tree, options): Promise<ModelSource> => {
    const opened = await openJson(match, tree, options, async (_root, topology) => {
      const model = rootModel(topology, match.main.path)
      return { signatures: [readSignature(model)], part: scalingLayer(model), classCounts: classCounts(model) }
    })
    const { topology, weights, metadata, signatures, summary } = opened
    const { operations, total } = countLayers(rootModel(topology, match.main.path))
    const keras = asString(get(topology, 'keras_version', 'kerasVersion')) ?? ''
    return {
      summary: {
        ...summary,
        format: 'tfjs-layers',
        formatLabel: label,
        generatedBy: summary.generatedBy || (/^\d/.test(keras) ? `keras ${keras}` : keras),
        operations: total,
        signatures,
        metadata,
      },
      program: { kind: 'tfjs-layers', topology },
      weights,
      operations,
    }
  },
}
