import type { ModelSummary } from '../base/model.ts'
import type { Graph } from './graph.ts'

/** A model file that has been opened: everything but the weights' bytes is in memory. */
export interface ModelSource {
  readonly summary: ModelSummary
  /**
   * The graph of one signature, its weights still in their files. `signature` is a name of `summary.signatures`.
   * Raises `signature-missing`, `unknown-layer`, `custom-layer`, `lambda-layer`, `unknown-op`, `weight-missing`,
   * `weight-shape`, `model-invalid`, `cancelled`.
   */
  toGraph(signature: string, signal?: AbortSignal): Promise<SignatureGraph>
}

export interface SignatureGraph {
  readonly graph: Graph
  /** What was put right, narrowed or left out on the way to the graph, a sentence each. */
  readonly repairs: readonly string[]
}
