import { type Mask, type MaskRow, noClass } from '../../../base/readings/mask.ts'
import { colourTable } from '../../../ui/colour-map.ts'
import { faint, hueOf } from '../scene/colours.ts'
import { canvasOf, clear, packed, packedHue } from '../scene/pixels.ts'

/** The colour of each class in this row, by its place in the legend; that of the background is no class's. */
export function huesOf({ background }: Mask, { classes }: MaskRow): (index: number) => string {
  const things = classes.filter(({ index }) => index !== background)
  const places = new Map(things.map(({ index }, place) => [index, place]))
  return (index) => (index === background ? faint : hueOf(places.get(index) ?? 0))
}

/**
 * The mask as a picture to lay over the input: classes in their colours, a matte as opaque as its score, scores and
 * depths as a colour scale. `only` leaves all other classes out.
 */
export function layerOf(mask: Mask, row: MaskRow, only: number | null): OffscreenCanvas {
  const { shows, background } = mask
  const shown = (index: number) => index !== noClass && (only === null ? index !== background : index === only)
  if (shows === 'depth') return scaleLayer(mask, row, () => true)
  if (shows === 'classes' && row.value.length > 0) return scaleLayer(mask, row, shown)
  const hues = huesOf(mask, row)
  const colours = new Map(row.classes.map(({ index }) => [index, shown(index) ? packedHue(hues(index)) : clear]))
  return canvasOf(mask, (pixel) => {
    const index = row.index[pixel] ?? noClass
    const colour = colours.get(index) ?? clear
    return shows === 'matte' && index === 1 ? withOpacity(colour, row.value[pixel] ?? 0) : colour
  })
}

/** Opaque where the picture is kept: everything but the background. */
export function cutOutOf(mask: Mask, row: MaskRow): OffscreenCanvas {
  return canvasOf(mask, (pixel) => {
    const index = row.index[pixel] ?? noClass
    if (index === noClass || index === mask.background) return clear
    return mask.shows === 'matte' ? withOpacity(opaque, row.value[pixel] ?? 0) : opaque
  })
}

function scaleLayer(mask: Mask, { index, value, range }: MaskRow, shown: (index: number) => boolean): OffscreenCanvas {
  const table = colourTable('sequential')
  const colours = Array.from({ length: table.length / 3 }, (_, i) =>
    packed(table[3 * i] ?? 0, table[3 * i + 1] ?? 0, table[3 * i + 2] ?? 0),
  )
  const last = colours.length - 1
  const [low, high] = range
  const factor = high > low ? last / (high - low) : 0
  return canvasOf(mask, (pixel) => {
    const number = value[pixel] ?? Number.NaN
    if (!(Number.isFinite(number) && shown(index[pixel] ?? 0))) return clear
    return colours[Math.max(0, Math.min(last, Math.round((number - low) * factor)))] ?? clear
  })
}

const opaque = packed(0, 0, 0)

function withOpacity(colour: number, opacity: number): number {
  return colour === clear ? clear : ((Math.round(opacity * 255) << 24) | (colour & 0xffffff)) >>> 0
}
