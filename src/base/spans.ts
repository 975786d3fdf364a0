/** A stretch of time with one label. */
export interface TimeSpan {
  readonly start: number
  readonly end: number
  readonly label: string
  readonly score: number
}

/** A note of a piano. */
export interface Note {
  /** s. */
  readonly start: number
  readonly end: number
  readonly midi: number
  /** Mean score, 0…1. */
  readonly score: number
}
