/** A layer that a pass rewrote, or a node if the format has no layers. */
export interface Place {
  readonly target: string
  /** The layers merged into it. */
  readonly absorbed: readonly string[]
}

/** The changes that one optimiser pass made to a graph. */
export interface PassReport {
  readonly id: string
  /** A plain description: `Folds batch normalisation into the layer before it`. */
  readonly label: string
  /** Number of rewrites over all iterations; at least 1. */
  readonly changes: number
  /** The first 200 distinct targets. */
  readonly places: readonly Place[]
  /** Number of all distinct targets. */
  readonly targets: number
  /** Operations removed, not counting constants; negative if the pass added some. */
  readonly removed: number
}

export interface OptimisationReport {
  /** False if the optimiser was off; rewrites required by the kernels are applied regardless. */
  readonly enabled: boolean
  /** Excluding constants and inputs. */
  readonly before: number
  readonly after: number
  /** In execution order; passes without rewrites are omitted. */
  readonly passes: readonly PassReport[]
  readonly ms: number
}
