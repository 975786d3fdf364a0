import { type Mask, type MaskRow, noClass } from '../../../base/readings/mask.ts'
import { colourTable } from '../../../ui/colour-map.ts'
import { faint, hueOf } from '../scene/colours.ts'

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
  const colours = new Map(row.classes.map(({ index }) => [index, shown(index) ? colourOf(hues(index)) : clear]))
  return draw(mask, (pixel) => {
    const index = row.index[pixel] ?? noClass
    const colour = colours.get(index) ?? clear
    return shows === 'matte' && index === 1 ? withOpacity(colour, row.value[pixel] ?? 0) : colour
  })
}

/** Opaque where the picture is kept: everything but the background. */
export function cutOutOf(mask: Mask, row: MaskRow): OffscreenCanvas {
  return draw(mask, (pixel) => {
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
  return draw(mask, (pixel) => {
    const number = value[pixel] ?? Number.NaN
    if (!(Number.isFinite(number) && shown(index[pixel] ?? 0))) return clear
    return colours[Math.max(0, Math.min(last, Math.round((number - low) * factor)))] ?? clear
  })
}

/** A canvas of packed colours: one number per pixel, because arrays of four would cost an allocation each. */
function draw({ width, height }: Mask, colourAt: (pixel: number) => number): OffscreenCanvas {
  const rgba = new Uint8ClampedArray(width * height * 4)
  const pixels = new Uint32Array(rgba.buffer)
  for (let pixel = 0; pixel < pixels.length; pixel++) pixels[pixel] = colourAt(pixel)
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
  return canvas
}

const clear = 0
const opaque = packed(0, 0, 0)

/** An opaque colour; red is the lowest byte, which comes first on the little-endian machines that browsers run on. */
function packed(red: number, green: number, blue: number): number {
  return (0xff000000 | (blue << 16) | (green << 8) | red) >>> 0
}

function withOpacity(colour: number, opacity: number): number {
  return colour === clear ? clear : ((Math.round(opacity * 255) << 24) | (colour & 0xffffff)) >>> 0
}

/** The colour of `#rrggbb`. */
function colourOf(hue: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(hue.slice(at, at + 2), 16))
  return packed(red, green, blue)
}
