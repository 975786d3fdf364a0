import type { Tiles } from '../../../base/inspection.ts'
import type { Picture } from '../../../base/plan.ts'
import type { ColourScale } from '../../../ui/colour-map.ts'
import type { TilePicture } from './tiles.ts'

const warm = [255, 176, 32] as const

/**
 * A picture in grey with a map over it: the greater a value, the more it is coloured. Map and picture cover the same
 * area. `scale` is that of the map.
 */
export function laidOver({ width, height, rgba }: Picture, map: Tiles, { low, high, kind }: ColourScale): TilePicture {
  const drawn = new Uint8ClampedArray(new ArrayBuffer(width * height * 4))
  // Of values of both signs, only those above 0 are coloured.
  const from = kind === 'diverging' ? 0 : low
  const span = Math.max(Number.MIN_VALUE, high - from)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const row = Math.min(map.rows - 1, Math.floor((y / height) * map.rows))
      const column = Math.min(map.columns - 1, Math.floor((x / width) * map.columns))
      const value = map.values[row * map.columns + column] ?? 0
      const share = Math.max(0, Math.min(1, (value - from) / span)) * 0.85
      const at = (y * width + x) * 4
      const grey = 0.3 * (rgba[at] ?? 0) + 0.59 * (rgba[at + 1] ?? 0) + 0.11 * (rgba[at + 2] ?? 0)
      for (let c = 0; c < 3; c++) drawn[at + c] = Math.round(grey * (1 - share) + (warm[c] ?? 0) * share)
      drawn[at + 3] = 255
    }
  return { width, height, rgba: drawn }
}
