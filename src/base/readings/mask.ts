import type { Frame } from '../frame.ts'
import type { Rectangle } from '../geometry.ts'
import type { Picture } from '../plan.ts'
import type { ReadingRow } from './contract.ts'

/** What each pixel of a picture belongs to, or how far it is away. */
export interface Mask {
  /** One per element of the batch. */
  readonly rows: readonly MaskRow[]
  /** px of the mask. */
  readonly width: number
  readonly height: number
  readonly frame: Frame
  /** The whole mask, in the frame; with padding it extends beyond the picture. */
  readonly place: Rectangle
  /** `classes`: one of several for each pixel; `matte`: how much of it belongs to the foreground; `depth`: a distance. */
  readonly shows: 'classes' | 'matte' | 'depth'
  /** The class that is drawn as nothing; `null` if there is none. */
  readonly background: number | null
  /** Names by class index; `null`: the classes are numbered. */
  readonly labels: readonly string[] | null
  /** Source of the names; `null` without names. */
  readonly labelsSource: string | null
  /** The lowest score of the foreground of a matte. */
  readonly threshold: number
  /** Assumptions made while decoding, in sentences; may be empty. */
  readonly note: string
}

/** The class of a pixel without one: it lies in the padding, or its values are no numbers. */
export const noClass = 0xffff

/** The mask of one picture. Arrays have an element per pixel, row by row. */
export interface MaskRow {
  /** The class of each pixel, or `noClass`; of a matte 0 or 1; empty for a depth map. */
  readonly index: Uint16Array<ArrayBuffer>
  /** Scores of these classes, or of the foreground, 0…1; depths; empty if scores were not asked for. */
  readonly value: Float32Array<ArrayBuffer>
  /** Lowest and highest finite value. */
  readonly range: readonly [number, number]
  /** Classes present, the largest first; empty for a depth map. */
  readonly classes: readonly ClassShare[]
  /** Share of the pixels of the picture, 0…1, whose values are NaN or infinite. */
  readonly broken: number
}

export interface ClassShare {
  readonly index: number
  readonly label: string
  /** Of the pixels of the picture, 0…1. */
  readonly share: number
}

/** Whether no pixel has a class or a distance: the model gave only NaN or infinite values. */
export function isBlank({ shows }: Pick<Mask, 'shows'>, { classes, value }: MaskRow): boolean {
  return shows === 'depth' ? !value.some(Number.isFinite) : classes.length === 0
}

export function maskLabel({ labels }: Pick<Mask, 'labels'>, index: number): string {
  return labels?.[index] || `class ${index}`
}

/** Maximum number of classes in a headline. */
const maxNamed = 3

export const mask: ReadingRow<Mask> = {
  listsThings: true,

  batch: ({ rows }) => rows.length,

  headline: (data) => {
    const { width, height, background, shows } = data
    const [first] = data.rows
    if (first !== undefined && isBlank(data, first)) return { kind: 'lost' }
    if (shows === 'depth') return { kind: 'image', width, height }
    const things = (first?.classes ?? []).filter(({ index }) => index !== background)
    return { kind: 'covered', things: things.slice(0, maxNamed), more: things.length > maxNamed }
  },

  cells: (data) => {
    const best = data.rows[0]?.classes.find(({ index }) => index !== data.background)
    return [
      ['label', best?.label ?? null],
      ['index', best?.index ?? null],
      ['share', best?.share ?? null],
    ]
  },

  table: (data) => ({
    titles: ['row', 'label', 'index', 'share'],
    rows: data.rows.flatMap(({ classes }, row) => classes.map(({ label, index, share }) => [row, label, index, share])),
  }),

  record: (data) => {
    const { width, height, frame, shows, background, threshold } = data
    const [first] = data.rows
    return {
      width,
      height,
      frame,
      shows,
      background,
      threshold: shows === 'matte' ? threshold : null,
      labels: data.labelsSource,
      classes: first?.classes ?? [],
      ...(data.rows.length > 1 ? { rows: data.rows.map(({ classes }) => ({ classes })) } : {}),
    }
  },

  picture: (data, _output, _range, index) => greyOf(data, index),
}

/** As grey: a class by its index, a matte or depth from its lowest to its highest value; transparent without a class. */
function greyOf({ width, height, shows, rows }: Mask, at: number): Picture {
  const rgba = new Uint8ClampedArray(width * height * 4)
  const row = rows[at]
  if (row === undefined) return { width, height, rgba }
  const [low, high] = shows === 'depth' ? row.range : [0, 1]
  const factor = high > low ? 255 / (high - low) : 0
  for (let pixel = 0; pixel < width * height; pixel++) {
    const index = row.index[pixel] ?? 0
    const grey = shows === 'classes' ? index : Math.round(((row.value[pixel] ?? 0) - low) * factor)
    rgba.fill(grey, pixel * 4, pixel * 4 + 3)
    rgba[pixel * 4 + 3] = index === noClass ? 0 : 255
  }
  return { width, height, rgba }
}
