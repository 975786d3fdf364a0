import { downloadZip } from 'client-zip'
import { EngineError } from '../base/errors.ts'
import { writeTfjs } from '../exporters/tfjs/index.ts'
import type { Runtime } from '../runtime/contract.ts'
import type { Loaded } from './load.ts'
import type { ConvertRequest } from './protocol.ts'
import type { CallContext } from './serve.ts'

/**
 * The loaded (and possibly optimised) model as a TensorFlow.js graph model in a zip, stored because weights do not
 * compress. Raises `unknown-op` for ops that only this engine executes, and the errors of reading weights.
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
      `${source.summary.path} needs operations that TensorFlow.js does not support: ${missingOps.join(', ')}. Only this page executes them, so the download would not load elsewhere.`,
      'Save the model without the layers that need them (text preprocessing, hashing, random numbers), and do this work before the model.',
    )
  }
  const { generatedBy, metadata } = source.summary
  const files = await writeTfjs(written, { precision, generatedBy, labels: metadata.labels, signal, onProgress })
  return downloadZip(files.map(({ name, content }) => ({ name, input: content }))).blob()
}
