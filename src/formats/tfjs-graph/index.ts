import type { ModelSource } from '../../graph/model.ts'
import type { ModelFormat } from '../contract.ts'
import { asObject, get, type JsonObject } from '../json-value.ts'
import { matchKind } from '../tfjs-json/match.ts'
import { openJson } from '../tfjs-json/open.ts'
import { graphNodes } from './nodes.ts'
import { countOperations } from './operations.ts'
import { scalingInside } from './preprocessing.ts'
import { effectiveSignature, readSignature } from './signature.ts'

const label = 'TensorFlow.js graph model'

/** `model.json` with a GraphDef as its topology, as `tensorflowjs_converter` writes it from a SavedModel, and its weights. */
export const tfjsGraph: ModelFormat = {
  id: 'tfjs-graph',
  label,
  match: (tree, signal) => matchKind('tfjs-graph', tree, signal),
  open: async (match, tree, options): Promise<ModelSource> => {
    const opened = await openJson(match, tree, options, async (root, topology, weights) => {
      const signature = readSignature(root, topology)
      return {
        signatures: [signature],
        part: await scalingInside(graphNodes(topology), signature, weights, options.signal),
        classCounts: signature.outputs.flatMap(({ shape }) => shape?.at(-1) ?? []),
      }
    })
    const { root, topology, weights, metadata, signatures, summary } = opened
    const initializer = asObject(get(root, 'modelInitializer'))
    const { operations, total } = countOperations(topology, initializer)
    return {
      summary: {
        ...summary,
        format: 'tfjs-graph',
        formatLabel: label,
        operations: total,
        signatures,
        metadata,
        repairs: [
          ...summary.repairs,
          ...addVersions(topology, match.main.path),
          ...(initializer === null ? [] : addVersions(initializer, match.main.path)),
        ],
      },
      program: {
        kind: 'tfjs-graph',
        topology,
        signature: effectiveSignature(root),
        initializer,
        initializerSignature: asObject(get(root, 'initializerSignature')),
        userDefinedMetadata: asObject(get(root, 'userDefinedMetadata')),
      },
      weights,
      operations,
    }
  },
}

/** The executor reads `versions.producer` without asking whether it is there; only messages depend on its value. */
function addVersions(topology: JsonObject, path: string): readonly string[] {
  if (asObject(get(topology, 'versions')) !== null) return []
  Object.defineProperty(topology, 'versions', {
    value: { producer: 0 },
    enumerable: true,
    configurable: true,
    writable: true,
  })
  return [`The graph in ${path} does not state the version of TensorFlow that wrote it; an unknown one was entered.`]
}
