import type { ReadingRow } from './contract.ts'

export interface TensorReading {
  /**
   * Dimensions that the heat map uses as rows and columns: height and width of a feature map `[b, h, w, c]`, else the
   * last two; `null` below rank 2.
   */
  readonly axes: readonly [number, number] | null
}

/** Any tensor, element by element. */
export const tensor: ReadingRow<TensorReading> = {
  drawsValues: true,

  headline: (_data, { shape }) => ({ kind: 'tensor', shape }),
}
