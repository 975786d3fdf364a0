import type { Size } from './geometry.ts'

/**
 * What positions of a reading are measured in. `picture`: pixels of the upright original picture; `input`: pixels of the
 * model's input, if it was not fed a picture; `unit`: the whole input is 1 × 1, if its size is unknown too. The origin is
 * the upper left corner.
 */
export interface Frame extends Size {
  readonly of: 'picture' | 'input' | 'unit'
  /** Name of the model's input that holds the picture; `null` for `unit`. */
  readonly input: string | null
}
