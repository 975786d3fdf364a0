/** How far an output of one session is from that of another, the reference. */
export interface OutputDifference {
  readonly name: string
  /** Largest |a − b|. */
  readonly maxAbsolute: number
  /** The same as a part of the largest magnitude in the output; 0 where that is 0. */
  readonly maxRelative: number
}
