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
  const hues = huesOf(mask, row)
  const colours = new Map(row.classes.map(({ index }) => [index, bytesOf(hues(index))]))
  const shown = (index: number) => index !== noClass && (only === null ? index !== background : index === only)
  if (shows === 'depth') return scaleLayer(mask, row, () => true)
  if (shows === 'classes' && row.value.length > 0) return scaleLayer(mask, row, shown)
  return draw(mask, (rgba, pixel) => {
    const index = row.index[pixel] ?? noClass
    if (!shown(index)) return
    rgba.set(colours.get(index) ?? [0, 0, 0], pixel * 4)
    rgba[pixel * 4 + 3] = shows === 'matte' && index === 1 ? (row.value[pixel] ?? 0) * 255 : 255
  })
}

/** Opaque where the picture is kept: everything but the background. */
export function cutOutOf(mask: Mask, row: MaskRow): OffscreenCanvas {
  return draw(mask, (rgba, pixel) => {
    const index = row.index[pixel] ?? noClass
    if (index === noClass || index === mask.background) return
    rgba[pixel * 4 + 3] = mask.shows === 'matte' ? (row.value[pixel] ?? 0) * 255 : 255
  })
}

function scaleLayer(mask: Mask, { index, value, range }: MaskRow, shown: (index: number) => boolean): OffscreenCanvas {
  const table = colourTable('sequential')
  const [low, high] = range
  const factor = high > low ? 255 / (high - low) : 0
  return draw(mask, (rgba, pixel) => {
    const number = value[pixel] ?? Number.NaN
    if (!(Number.isFinite(number) && shown(index[pixel] ?? 0))) return
    const at = 3 * Math.max(0, Math.min(255, Math.round((number - low) * factor)))
    rgba.set([table[at] ?? 0, table[at + 1] ?? 0, table[at + 2] ?? 0, 255], pixel * 4)
  })
}

function draw({ width, height }: Mask, paint: (rgba: Uint8ClampedArray, pixel: number) => void): OffscreenCanvas {
  const rgba = new Uint8ClampedArray(width * height * 4)
  for (let pixel = 0; pixel < width * height; pixel++) paint(rgba, pixel)
  const canvas = new OffscreenCanvas(width, height)
  canvas.getContext('2d')?.putImageData(new ImageData(rgba, width, height), 0, 0)
  return canvas
}

/** `#rrggbb` as three bytes. */
function bytesOf(hue: string): readonly number[] {
  return [1, 3, 5].map((at) => Number.parseInt(hue.slice(at, at + 2), 16))
}
