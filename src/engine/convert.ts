import { downloadZip } from 'client-zip'
import { EngineError } from '../base/errors.ts'
import { writeTfjs } from '../exporters/tfjs/index.ts'
import type { Runtime } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'
import type { ConvertRequest } from './protocol.ts'
import type { CallContext } from './serve.ts'

/**
 * The loaded model, optimised as it was loaded, as a TensorFlow.js graph model in a zip (stored: weights do not compress).
 * Raises `unknown-op` for ops that only we execute, and what reading the weights raises.
 */
export async function convertModel(
  runtime: Runtime,
  { source, description }: Loaded,
  { precision }: ConvertRequest,
  { signal, onProgress }: CallContext,
): Promise<Blob> {
  const { graph } = await source.toGraph(description.signature, signal)
  const { enabled } = description.optimisation
  const { graph: written, missingOps } = await runtime.lowerForTensorFlowJs(graph, { optimise: enabled, signal })
  if (missingOps.length > 0) {
    throw new EngineError(
      'unknown-op',
      `${source.summary.path} needs operations that TensorFlow.js itself does not have: ${missingOps.join(', ')}. They are executed by this page alone, so the download would load nowhere else.`,
      'Save the model without the layers that need them (preparing text, hashing, drawing random numbers), and do their work before.',
    )
  }
  const { generatedBy, metadata } = source.summary
  const files = await writeTfjs(written, { precision, generatedBy, labels: metadata.labels, signal, onProgress })
  return downloadZip(files.map(({ name, content }) => ({ name, input: content }))).blob()
}
