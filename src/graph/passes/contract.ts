import type { Place } from '../../base/optimisation.ts'
import type { Graph } from '../graph.ts'

/**
 * A graph rewrite. Pure: it returns a new graph, or the same object if nothing changed. It skips what it cannot handle:
 * several readers, other layouts, unknown shapes.
 */
export interface Pass {
  readonly id: string
  /**
   * A description for the page: `Folds batch normalisation and other per-channel arithmetic into the layer before it`.
   */
  readonly label: string
  /** The ops that it replaces, if it does nothing else. */
  readonly ops?: readonly string[]
  run(graph: Graph): PassResult
}

export interface PassResult {
  readonly graph: Graph
  /** Number of changes. */
  readonly changes: number
  /** The layers that were changed; several changes may have the same target. */
  readonly places: readonly Place[]
}
