import { type ImageReading, rgbaOf } from '../picture.ts'
import type { ReadingRow } from './contract.ts'

/** Pictures or masks. */
export const image: ReadingRow<ImageReading> = {
  drawsValues: true,

  batch: ({ count }) => count,
  headline: ({ width, height }) => ({ kind: 'image', width, height }),
  picture: (data, { value }, range, index) => rgbaOf(value, data, range ?? data.range, index),
}
