import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import { messageOf } from '../../../base/errors.ts'
import type { ExecutionDetail } from '../../../base/stage-facts.ts'
import type { TensorSpec } from '../../../base/tensor.ts'
import type { Graph } from '../../../graph/graph.ts'
import { type GraphDef, toGraphDef } from '../../../graph/graph-def.ts'
import { loadFailure } from '../../failures.ts'
import { createTable, disposeTable } from '../ops/lookup.ts'
import { registerOps } from '../ops/register.ts'
import { type Core, loadConverter, loadCore } from '../packages.ts'
import type { Executable, GraphPlan, LoadContext, Loaded } from '../plan.ts'
import { eachConstant } from '../weights.ts'
import { type GraphModel, parseGraph, setWeights } from './adapter.ts'
import { installFastBodies } from './bodies.ts'
import { type UsedOperations, usedOperations } from './operations.ts'

/** A graph that tfjs-converter has parsed. */
interface Parsed {
  readonly graph: Graph
  readonly def: GraphDef
  readonly model: GraphModel
  readonly used: UsedOperations
}

/** Parses a graph with tfjs-converter and checks it. Raises `model-invalid`, `unknown-op`. */
export async function planGraph(graph: Graph): Promise<GraphPlan> {
  const [tf, converter] = await Promise.all([loadCore(), loadConverter()])
  registerOps(tf, converter)
  const def = toGraphDef(graph)
  let model: GraphModel
  try {
    model = parseGraph(converter, def)
  } catch (error) {
    throw loadFailure(error, 'its graph')
  }
  const used = usedOperations(model)
  return { operations: used.counts, load: (context) => loadGraph({ graph, def, model, used }, context) }
}

async function loadGraph(parsed: Parsed, context: LoadContext): Promise<Loaded> {
  const { def, model, used } = parsed
  const { tf, onBackend, signal } = context
  const start = performance.now()
  const tensors = new Map<string, Tensor>()
  const handles = new Map<string, Tensor>()
  try {
    // Kept, because function bodies return weights as results, and the caller frees results that are not kept.
    const warnings = await eachConstant(def.constants, context, (name, tensor) => tensors.set(name, tf.keep(tensor)))
    for (const [node, { keys, values }] of def.tables) {
      const [from, to] = await Promise.all([keys.read(signal), values.read(signal)])
      handles.set(node, await onBackend(() => createTable(tf, from, to, values.dtype)))
    }
    const weightsMs = performance.now() - start
    setWeights(model, new Map([...tensors, ...handles]))
    installFastBodies(model)
    return { executable: graphExecutable(tf, parsed, tensors, handles), weightsMs, details: detailsOf(used), warnings }
  } catch (error) {
    await onBackend(() => {
      for (const tensor of tensors.values()) tensor.dispose()
      for (const handle of handles.values()) disposeTable(handle)
    })
    throw error
  }
}

function detailsOf({ asynchronous }: UsedOperations): readonly ExecutionDetail[] {
  if (asynchronous.size === 0) return []
  return [{ code: 'asynchronous', operations: [...asynchronous].map(([op, count]) => ({ op, count })) }]
}

function graphExecutable(
  tf: Core,
  { graph, def, model, used }: Parsed,
  weights: ReadonlyMap<string, Tensor>,
  handles: ReadonlyMap<string, Tensor>,
): Executable {
  const outputs = [...def.outputs]
  const frozen = new Set<Tensor>(weights.values())
  let asynchronous = used.asynchronous.size > 0

  const feed = (inputs: readonly Tensor[]): NamedTensorMap =>
    Object.fromEntries(def.inputs.map((name, i) => [name, inputs[i] as Tensor]))
  /** An output may be an input or a weight; the caller gets a clone that it may free. */
  const own = (result: Tensor | Tensor[], inputs: readonly Tensor[]): readonly Tensor[] =>
    (Array.isArray(result) ? result : [result]).map((tensor) =>
      frozen.has(tensor) || inputs.includes(tensor) ? tf.clone(tensor) : tensor,
    )

  async function executeInScope(inputs: readonly Tensor[]): Promise<readonly Tensor[]> {
    // `tidy` does not accept promises; the queue keeps other work out of this scope while it is open.
    const engine = tf.engine()
    engine.startScope('run')
    let results: readonly Tensor[] = []
    try {
      results = own(await model.executeAsync(feed(inputs), outputs), inputs)
      return results
    } finally {
      engine.endScope([...results])
    }
  }

  return {
    graph,
    weights,
    inputs: graph.inputs.map(({ name, dtype, shape }): TensorSpec => ({ name, dtype, shape })),
    outputs: graph.outputs.map(({ name, dtype, shape }): TensorSpec => ({ name, dtype: dtype ?? 'float32', shape })),
    get asynchronous() {
      return asynchronous
    },
    execute: (inputs) => {
      if (asynchronous) return executeInScope(inputs)
      try {
        return own(model.execute(feed(inputs), outputs), inputs)
      } catch (error) {
        if (!messageOf(error).includes('executeAsync')) throw error
        asynchronous = true
        return executeInScope(inputs)
      }
    },
    dispose: () => {
      model.dispose()
      for (const handle of handles.values()) disposeTable(handle)
    },
  }
}
