import type { ModelSummary } from '../base/model.ts'
import type { Graph } from './graph.ts'

/** An opened model file: everything except the weights' bytes is in memory. */
export interface ModelSource {
  readonly summary: ModelSummary
  /**
   * The graph of one signature, with its weights still in their files. `signature` is a name in `summary.signatures`.
   * Raises `signature-missing`, `unknown-layer`, `custom-layer`, `lambda-layer`, `unknown-op`, `weight-missing`,
   * `weight-shape`, `model-invalid`, `cancelled`.
   */
  toGraph(signature: string, signal?: AbortSignal): Promise<SignatureGraph>
}

export interface SignatureGraph {
  readonly graph: Graph
  /** What was fixed, narrowed or left out while building the graph, one sentence each. */
  readonly repairs: readonly string[]
}
