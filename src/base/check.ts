/** How far an output of the optimised graph is from that of the graph as it was read. */
export interface OutputDifference {
  readonly name: string
  /** Largest |a − b|. */
  readonly maxAbsolute: number
  /** The same as a part of the largest magnitude in the output; 0 where that is 0. */
  readonly maxRelative: number
}
