/** A decoded sound: one array of samples per channel, −1…1. */
export interface Sound {
  /** Samples per second. */
  readonly rate: number
  readonly channels: readonly Float32Array<ArrayBuffer>[]
  /** What a person should know about the decoding, as a phrase; empty if there is nothing. */
  readonly note: string
  /** Length that the header states, s, if the file ends before that; else `null`. */
  readonly statedSeconds: number | null
}

/** Length of a live window for a model that takes any length, s. */
export const usualSeconds = 1

export function lengthOf({ channels }: Pick<Sound, 'channels'>): number {
  return channels[0]?.length ?? 0
}
