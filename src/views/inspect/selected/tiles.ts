import type { Tiles } from '../../../base/inspection.ts'
import { type ColourScale, colourTable, missingColour, scaleFor } from '../../../ui/colour-map.ts'

export interface TilePicture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
}

/** One of the pictures. */
export function oneOf({ rows, columns, values }: Tiles, index: number): Tiles {
  const area = rows * columns
  return { shown: 1, total: 1, rows, columns, values: values.slice(index * area, (index + 1) * area) }
}

/** A single picture that is wider than high, so that it fits a column: with rows and columns swapped if it must be. */
export function lying(tiles: Tiles): Tiles {
  const { rows, columns, values } = tiles
  if (rows <= columns || tiles.shown > 1) return tiles
  const swapped = new Float32Array(values.length)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) swapped[column * rows + row] = values[row * columns + column] ?? 0
  return { ...tiles, rows: columns, columns: rows, values: swapped }
}

/** From the least to the greatest value; of both signs, symmetric about 0, unless `oneHue`. */
export function ownScale({ values }: Tiles, oneHue: boolean): ColourScale {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low > high) return { kind: 'sequential', low: 0, high: 0 }
  return oneHue ? { kind: 'sequential', low, high } : scaleFor(low, high)
}

/** Draws small pictures side by side, a pixel per element, with a transparent line of one pixel between them. */
export function drawTiles({ shown, rows, columns, values }: Tiles, across: number, scale: ColourScale): TilePicture {
  const perRow = Math.min(across, shown)
  const width = perRow * (columns + 1) - 1
  const height = Math.ceil(shown / perRow) * (rows + 1) - 1
  const rgba = new Uint8ClampedArray(new ArrayBuffer(width * height * 4))
  const table = colourTable(scale.kind)
  const span = scale.high - scale.low
  for (let tile = 0; tile < shown; tile++) {
    const left = (tile % perRow) * (columns + 1)
    const top = Math.floor(tile / perRow) * (rows + 1)
    for (let y = 0; y < rows; y++)
      for (let x = 0; x < columns; x++) {
        const value = values[(tile * rows + y) * columns + x] ?? 0
        const step = span > 0 ? Math.round(Math.max(0, Math.min(1, (value - scale.low) / span)) * 255) : 128
        const at = ((top + y) * width + left + x) * 4
        for (let c = 0; c < 3; c++)
          rgba[at + c] = (Number.isFinite(value) ? table[step * 3 + c] : missingColour[c]) ?? 0
        rgba[at + 3] = 255
      }
  }
  return { width, height, rgba }
}
