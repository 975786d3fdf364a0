/** A layer that a pass rewrote; for formats without layers, a node. */
export interface Place {
  readonly target: string
  /** The layers merged into it. */
  readonly absorbed: readonly string[]
}

/** What one pass of the optimiser did to a graph. */
export interface PassReport {
  readonly id: string
  /** In plain words: `Folds batch normalisation into the layer before it`. */
  readonly label: string
  /** Places it rewrote, over all its turns; never 0. */
  readonly changes: number
  /** Each target once; the first 200. */
  readonly places: readonly Place[]
  /** The number of all targets. */
  readonly targets: number
  /** Operations that there are fewer of after it, constants not counted; negative where it made some. */
  readonly removed: number
}

export interface OptimisationReport {
  /** False when the optimiser was switched off; rewrites that the kernels need were made all the same. */
  readonly enabled: boolean
  /** Operations, constants and inputs not counted. */
  readonly before: number
  readonly after: number
  /** In the order in which they run; those that found nothing to do are left out. */
  readonly passes: readonly PassReport[]
  readonly ms: number
}
