import { EngineError } from '../../../base/errors.ts'
import type { OpenModel } from '../../contract.ts'
import { asObject, get } from '../../shared/json-value.ts'
import { openJson } from '../model-json/open.ts'
import { countOperations } from './operations.ts'
import { effectiveSignature, type Ports, readPorts } from './signature.ts'
import { toGraph } from './to-graph.ts'

const signatureName = 'default'

export const open: OpenModel = async (match, tree, options) => {
  const { path } = match.main
  let ports: Ports = { inputs: [], outputs: [] }
  const opened = await openJson(match, tree, options, async (root, topology) => {
    ports = readPorts(root, topology)
    const signature = {
      name: signatureName,
      inputs: ports.inputs.map(({ spec }) => spec),
      outputs: ports.outputs.map(({ spec }) => spec),
    }
    return {
      signatures: [signature],
      classCounts: signature.outputs.flatMap(({ shape }) => shape?.at(-1) ?? []),
    }
  })
  const { root, topology, weights, metadata, signatures, summary } = opened
  const initializer = asObject(get(root, 'modelInitializer'))
  return {
    summary: {
      ...summary,
      topology: { count: countOperations(topology, initializer), unit: 'operation' },
      signatures,
      metadata,
    },
    contents: opened.contents,
    toGraph: async (signature, signal) => {
      if (signature !== signatureName) throw missing(signature, path)
      const graph = await toGraph(
        {
          path,
          topology,
          initializer,
          signature: effectiveSignature(root),
          initializerSignature: asObject(get(root, 'initializerSignature')),
          ports,
          constants: new Map(weights.map(({ name, constant }) => [name, constant])),
        },
        signal,
      )
      return { graph, repairs: [] }
    },
  }
}

function missing(signature: string, path: string): EngineError {
  return new EngineError(
    'signature-missing',
    `${path} has no signature "${signature}"; a TensorFlow.js graph model has one, "${signatureName}".`,
  )
}
