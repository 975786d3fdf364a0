/** Difference between an output of one session and the same output of a reference session. */
export interface OutputDifference {
  readonly name: string
  /** Largest |a − b|. */
  readonly maxAbsolute: number
  /** The same divided by the largest magnitude in the reference; 0 if that is 0. */
  readonly maxRelative: number
}
