import { EngineError } from '../../base/errors.ts'
import type { NamedTensors, TensorValue } from '../../base/tensor.ts'
import { analyse } from '../../graph/analyse.ts'
import { type Graph, outputOf } from '../../graph/graph.ts'
import { prune } from '../../graph/prune.ts'
import type { Runtime } from '../../runtime/contract.ts'
import type { Loaded } from '../load.ts'
import type { CallContext } from '../serve.ts'

/**
 * Values of nodes of the graph as read, for one run: the graph up to these nodes is loaded beside the model, without the
 * optimiser, on the same rung, run, and freed. Raises `model-invalid` for a node that is not there or makes no tensor, and what
 * `Runtime.start` and `Session.run` raise.
 */
export async function tapped(
  runtime: Runtime,
  { loaded, graph }: { readonly loaded: Loaded; readonly graph: Graph },
  nodes: readonly string[],
  inputs: NamedTensors,
  { signal, onProgress }: CallContext,
): Promise<readonly TensorValue[]> {
  const upTo = prune({ ...graph, outputs: nodes.map((name) => outputFor(graph, name)) })
  const backend = loaded.started.session.rung
  const { session } = await runtime.start(upTo, { backend, lost: [], optimise: false, signal, onProgress })
  try {
    onProgress({ stage: 'run', done: 0, total: null, note: 'running up to here' })
    const { outputs } = await session.run(inputs, signal)
    return outputs.map(({ value }) => value)
  } finally {
    await session.dispose()
  }
}

function outputFor(graph: Graph, name: string): Graph['outputs'][number] {
  const value = outputOf(name)
  const info = graph.nodes.has(name) ? analyse(graph).get(value)?.info : undefined
  if (info === undefined || info.dtype === 'resource' || info.dtype === 'variant')
    throw new EngineError(
      'model-invalid',
      `The operation ${name} makes no tensor that could be shown.`,
      'Choose the operation before or after it.',
    )
  return { name, value, dtype: info.dtype, shape: null }
}
