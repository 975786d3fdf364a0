import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import type { Program } from '../../graph/model.ts'
import type { Converter } from '../packages.ts'

/** A node of tfjs-converter's graph. */
export interface GraphNode {
  readonly name: string
  readonly op: string
  /** Of the executor that runs it; undefined for an op that tfjs-converter does not know. */
  readonly category?: string
  readonly inputs: readonly GraphNode[]
  readonly attrParams: Readonly<Record<string, { readonly value?: unknown; readonly type?: string } | undefined>>
}

type TensorLists = Record<string, (Tensor | undefined)[]>

/** Private parts of tfjs-converter 4.22's `GraphExecutor`. */
export interface GraphExecutor {
  readonly _inputs: readonly GraphNode[]
  readonly _outputs: readonly GraphNode[]
  readonly _functionExecutorMap: Readonly<Record<string, GraphExecutor>>
  readonly inputNodes: readonly string[]
  readonly outputNodes: readonly string[]
  weightMap: Record<string, Tensor[]>
  executeWithControlFlow(
    inputs: unknown,
    context: unknown,
    outputs: readonly string[],
    inFunction: boolean,
  ): Promise<TensorLists>
}

/** What is used of tfjs-converter 4.22's `GraphModel`; `executor`, `initializer` and `loadWithWeightMap` are private. */
export interface GraphModel {
  readonly executor: GraphExecutor
  readonly initializer?: GraphExecutor
  loadWithWeightMap(artifacts: object, weights: NamedTensorMap): boolean
  execute(inputs: NamedTensorMap, outputs: string[]): Tensor | Tensor[]
  executeAsync(inputs: NamedTensorMap, outputs: string[]): Promise<Tensor | Tensor[]>
  dispose(): void
}

export type GraphProgram = Extract<Program, { readonly kind: 'tfjs-graph' }>

/**
 * Parses the graph without weights, by the private `loadWithWeightMap`: the public loaders decode all weights from
 * one buffer and keep that buffer for the model's life. `setWeights` gives them afterwards, tensor by tensor.
 */
export function parseGraph(converter: Converter, program: GraphProgram): GraphModel {
  const model = new converter.GraphModel('') as unknown as GraphModel
  const topology = { versions: { producer: 0, minConsumer: 0 }, ...program.topology }
  model.loadWithWeightMap(
    {
      modelTopology: topology,
      signature: program.signature ?? undefined,
      userDefinedMetadata: program.userDefinedMetadata ?? undefined,
      modelInitializer: program.initializer ?? undefined,
      initializerSignature: program.initializerSignature ?? undefined,
    },
    {},
  )
  for (const root of rootsOf(model)) {
    for (const executor of [root, ...Object.values(root._functionExecutorMap)]) keepListedTensors(executor)
  }
  return model
}

export function setWeights(model: GraphModel, weights: ReadonlyMap<string, Tensor>): void {
  const map = Object.fromEntries([...weights].map(([name, tensor]) => [name, [tensor]]))
  model.executor.weightMap = map
  if (model.initializer !== undefined) model.initializer.weightMap = map
}

/** The main graph and, where there are hash tables, the initialiser. */
export function rootsOf({ executor, initializer }: GraphModel): readonly GraphExecutor[] {
  return initializer === undefined ? [executor] : [executor, initializer]
}

/**
 * tfjs-converter 4.22 frees, at the end of a loop body, tensors that the body has put into a TensorList and marked as
 * kept (3.x spared them), and the model fails at the next use. Kept tensors are hidden from that sweep here; the list
 * that holds them is cleared when the whole graph has run, so none is left over.
 */
function keepListedTensors(executor: GraphExecutor): void {
  const run = executor.executeWithControlFlow
  executor.executeWithControlFlow = async function (inputs, context, outputs, inFunction) {
    const tensors = await run.call(this, inputs, context, outputs, inFunction)
    const wanted = new Set(outputs.map((output) => output.split(':')[0]))
    for (const [name, list] of Object.entries(tensors)) {
      if (wanted.has(name) || !list.some((tensor) => tensor?.kept)) continue
      tensors[name] = list.map((tensor) => (tensor?.kept ? undefined : tensor))
    }
    return tensors
  }
}
