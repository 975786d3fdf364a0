import type { Place } from '../../base/optimisation.ts'
import type { Graph } from '../graph.ts'

/**
 * One rewrite of a graph. Pure: it gives a new graph, or the very same object when there was nothing to do. It leaves alone
 * what it does not understand: several consumers, other layouts, unknown shapes.
 */
export interface Pass {
  readonly id: string
  /** What it does, as the page says it: `Folds batch normalisation and other per-channel arithmetic into the layer before it`. */
  readonly label: string
  /** The ops that it takes the place of, where that is all it does. */
  readonly ops?: readonly string[]
  run(graph: Graph): PassResult
}

export interface PassResult {
  readonly graph: Graph
  /** How many places it rewrote. */
  readonly changes: number
  /** The layers at these places; several places may have the same target. */
  readonly places: readonly Place[]
}
