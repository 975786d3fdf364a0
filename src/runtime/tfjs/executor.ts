import type { Executor } from '../executor.ts'
import { once } from '../once.ts'

/** A chunk of its own: the worker starts without it, and fetches it before the first model arrives. */
const code = once(() => import('./graphs.ts'))

/**
 * TensorFlow.js: kernels on four backends and tfjs-converter to run graphs, with fixes for missing or incorrect ops.
 */
export const tfjs: Executor = {
  id: 'tfjs',
  fetch: async () => {
    await code()
  },
  lower: async (graph, options) => (await code()).lower(graph, options),
  plan: async (graph) => (await code()).plan(graph),
}

/** The graph of the download, and its ops that plain TensorFlow.js lacks. */
export const lowerForDownload = async (...args: Parameters<Executor['lower']>) => {
  const { lower, opsMissingInTensorFlowJs } = await code()
  const { graph } = await lower(...args)
  return { graph, missingOps: opsMissingInTensorFlowJs(graph) }
}
