import { type ColourScale, colourTable, missingColour } from './colour-map.ts'

/** Reads element (row, column) of the displayed slice. */
export type CellReader = (row: number, column: number) => number

export interface HeatPicture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
  /** How many elements one pixel covers along each axis; 1 × 1 shows every element. */
  readonly block: readonly [rows: number, columns: number]
}

/**
 * Renders a slice of `rows` × `columns` as RGBA, one pixel per element, or the mean of a block if the slice exceeds
 * `most` pixels a side. NaN and infinities are magenta.
 */
export function drawHeat(read: CellReader, rows: number, columns: number, scale: ColourScale, most = 512): HeatPicture {
  const block = [Math.max(1, Math.ceil(rows / most)), Math.max(1, Math.ceil(columns / most))] as const
  const height = Math.ceil(rows / block[0])
  const width = Math.ceil(columns / block[1])
  const rgba = new Uint8ClampedArray(new ArrayBuffer(width * height * 4))
  const table = colourTable(scale.kind)
  const span = scale.high - scale.low
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const mean = blockMean(
        read,
        y * block[0],
        Math.min(rows, (y + 1) * block[0]),
        x * block[1],
        Math.min(columns, (x + 1) * block[1]),
      )
      const at = (y * width + x) * 4
      const step = span > 0 ? Math.round(Math.max(0, Math.min(1, (mean - scale.low) / span)) * 255) : 128
      for (let c = 0; c < 3; c++) {
        rgba[at + c] = Number.isFinite(mean) ? (table[step * 3 + c] ?? 0) : (missingColour[c] ?? 0)
      }
      rgba[at + 3] = 255
    }
  }
  return { width, height, rgba, block }
}

/** Least and greatest finite element of a slice; both 0 if there is none. */
export function extentOf(read: CellReader, rows: number, columns: number): readonly [number, number] {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const value = read(row, column)
      if (!Number.isFinite(value)) continue
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return low <= high ? [low, high] : [0, 0]
}

function blockMean(read: CellReader, top: number, bottom: number, left: number, right: number): number {
  let sum = 0
  for (let row = top; row < bottom; row++) {
    for (let column = left; column < right; column++) sum += read(row, column)
  }
  return sum / ((bottom - top) * (right - left))
}
