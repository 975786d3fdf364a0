import type { Tiles } from '../../../base/inspection.ts'
import { type ColourScale, colourTable, missingColour } from '../../../ui/colour-map.ts'

export interface TilePicture {
  readonly width: number
  readonly height: number
  readonly rgba: Uint8ClampedArray<ArrayBuffer>
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
