import type { NamedTensorMap, Tensor } from '@tensorflow/tfjs-core'
import type { GraphDef } from '../../../graph/graph-def.ts'
import type { TensorLists } from '../ops/tensor-list.ts'
import type { Converter } from '../packages.ts'

/** A node of tfjs-converter's graph. */
export interface GraphNode {
  readonly name: string
  readonly op: string
  /** The op's executor; undefined if tfjs-converter does not know the op. */
  readonly category?: string
  readonly inputs: readonly GraphNode[]
  readonly attrParams: Readonly<Record<string, { readonly value?: unknown; readonly type?: string } | undefined>>
  /** Parameters from inputs. Those of type `tensor` and `tensors` stay tensors; others are read when the node runs. */
  readonly inputParams: Readonly<
    Record<string, { readonly type?: string; readonly inputIndexStart?: number } | undefined>
  >
}

type TensorMap = Record<string, (Tensor | undefined)[]>

/** Private parts of tfjs-converter 4.22's `GraphExecutor`. */
export interface GraphExecutor {
  readonly _outputs: readonly GraphNode[]
  readonly _functionExecutorMap: Readonly<Record<string, BodyExecutor>>
  weightMap: Record<string, Tensor[]>
  executeWithControlFlow(
    inputs: unknown,
    context: unknown,
    outputs: readonly string[],
    inFunction: boolean,
  ): Promise<TensorMap>
}

/** Executes a function. */
export interface BodyExecutor extends GraphExecutor {
  readonly graph: { readonly weights: readonly GraphNode[] }
  readonly inputs: readonly { readonly name: string }[]
  readonly outputNodes: readonly string[]
  checkInputShapeAndType(inputs: NamedTensorMap): void
  execute(inputs: NamedTensorMap, outputs: readonly string[]): Tensor[]
  executeFunctionAsync(inputs: readonly Tensor[], arrays: unknown, lists: TensorLists): Promise<Tensor[]>
}

/** The part of tfjs-converter 4.22's `GraphModel` that is used here; `executor` and `loadWithWeightMap` are private. */
export interface GraphModel {
  readonly executor: GraphExecutor
  loadWithWeightMap(artifacts: object, weights: NamedTensorMap): boolean
  execute(inputs: NamedTensorMap, outputs: string[]): Tensor | Tensor[]
  executeAsync(inputs: NamedTensorMap, outputs: string[]): Promise<Tensor | Tensor[]>
  dispose(): void
}

/**
 * Parses the graph without weights, using the private `loadWithWeightMap`: the public loaders decode all weights from
 * one buffer and keep that buffer for the model's lifetime. `setWeights` sets the weights afterwards, tensor by tensor.
 * Inputs and outputs are named by their references in the graph, because signature names may be any text.
 */
export function parseGraph(converter: Converter, { modelTopology, inputs, outputs }: GraphDef): GraphModel {
  const model = new converter.GraphModel('') as unknown as GraphModel
  const signature = { inputs: byReference(inputs), outputs: byReference(outputs) }
  model.loadWithWeightMap({ modelTopology, signature }, {})
  const { executor } = model
  for (const one of [executor, ...Object.values(executor._functionExecutorMap)]) keepListedTensors(one)
  return model
}

function byReference(references: readonly string[]): object {
  return Object.fromEntries(references.map((name) => [name, { name }]))
}

/** Weights, and the tensors that represent hash tables, by node name. */
export function setWeights({ executor }: GraphModel, weights: ReadonlyMap<string, Tensor>): void {
  executor.weightMap = Object.fromEntries([...weights].map(([name, tensor]) => [name, [tensor]]))
}

/**
 * At the end of a loop body, tfjs-converter 4.22 frees tensors that the body has put into a TensorList and marked as
 * kept (3.x did not), and the model fails at the next use. This hides kept tensors from that cleanup; the list that
 * holds them is cleared after the whole graph has run, so nothing leaks.
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
