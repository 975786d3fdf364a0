import { EngineError } from '../../base/errors.ts'
import type { Size } from '../../base/geometry.ts'
import type { Field } from '../../base/plan.ts'
import { choiceOf, numberOf, type Values } from '../../base/values.ts'
import { padded, placement } from '../image/placement.ts'
import type { ImageTarget } from '../image/target.ts'
import type { ImageValue, InputValue } from '../input-value.ts'
import { clueTo, type Job } from '../job.ts'
import { kernels, resample } from '../resample/index.ts'
import type { Step } from '../step.ts'

/**
 * Limit for free sides, which otherwise keep the picture's size: a fully convolutional model would take too long on a
 * 12-megapixel photo.
 */
const maxFreeSide = 512

/** From this number of pixels, scaling while decoding is worth its rounding to 8 bits. */
const minScaledPixels = 1_000_000

/**
 * Single-channel inputs up to this side are usually drawings, whose thin strokes vanish when downscaled without
 * antialiasing.
 */
const drawingSide = 32

const methods = [
  { id: 'stretch', label: 'Stretch' },
  { id: 'fit', label: 'Fit with a border' },
  { id: 'centre-crop', label: 'Centre crop' },
]

/** The picture keeps its size and is run in overlapping parts; only for models that make pictures. */
const inTiles = { id: 'tiles', label: 'Whole picture, in tiles' }

/** px; of inputs with free sides, whose other sizes would all do. */
const usualTile = 256
const usualOverlap = 32
/** px; a picture with longer sides does not fit in memory. */
const maxTiledSide = 8192

/** Resizes a picture to the input's height and width: `[height, width, 3 or 4]`, 0…255. */
export const resizeStep: Step<ImageValue> = {
  id: 'resize',
  label: 'Resize',
  applies: (inputValue): inputValue is ImageValue => inputValue.type === 'image',
  auto: (inputValue, job) => {
    const target = targetOf(job)
    const size = sizeFor(inputValue, target, job)
    const clue = clueTo(job, 'resize')
    const keepsShape = inputValue.width * size.height === inputValue.height * size.width
    const drawing = target.channels === 1 && size.width <= drawingSide && size.height <= drawingSide
    const shrinks = inputValue.width >= size.width * 2 || inputValue.height >= size.height * 2
    const antialiased = drawing && shrinks
    return {
      values: {
        method: clue?.answer ?? 'stretch',
        kernel: antialiased ? 'antialiased' : 'bilinear',
        width: size.width,
        height: size.height,
        pad: 0,
        tile: usualTile,
        overlap: usualOverlap,
      },
      reason: [
        size.reason,
        ...(clue === undefined ? [] : [clue.reason]),
        ...(antialiased ? ['thin strokes would be lost without antialiasing'] : []),
      ].join('; '),
      certainty: clue?.certainty ?? (keepsShape ? 'certain' : 'guessed'),
    }
  },
  fields: (values, _inputValue, job) => {
    const target = targetOf(job)
    const method = choiceOf(values, 'method')
    const fields: Field[] = [
      {
        id: 'method',
        label: 'Method',
        type: 'choice',
        value: method,
        options: job.canTile ? [...methods, inTiles] : methods,
      },
      {
        id: 'kernel',
        label: 'Kernel',
        type: 'choice',
        value: choiceOf(values, 'kernel'),
        options: kernels.map(({ id, label }) => ({ id, label })),
      },
    ]
    if (method === 'fit')
      fields.push({
        id: 'pad',
        label: 'Border value (0…255)',
        type: 'number',
        value: numberOf(values, 'pad'),
        min: 0,
        max: 255,
        integer: false,
      })
    if (method === 'tiles') return [...fields.slice(0, 1), ...tileFields(values, target)]
    if (target.width === null) fields.push(side('width', 'Width (px)', values))
    if (target.height === null) fields.push(side('height', 'Height (px)', values))
    return fields
  },
  apply: async (inputValue, values, job) => {
    const target = targetOf(job)
    if (choiceOf(values, 'method') === 'tiles') return whole(inputValue, values, job)
    const size = {
      width: target.width ?? numberOf(values, 'width'),
      height: target.height ?? numberOf(values, 'height'),
    }
    noteGuess(inputValue, size, target, job)
    return resize(inputValue, values, size, job)
  },
  summary: (values, inputValue, job) => {
    const { tiles } = job.facts
    if (tiles !== undefined)
      return `the whole picture of ${inputValue.width} × ${inputValue.height}, in tiles of ${tiles.width} × ${tiles.height}`
    const placed = job.facts.geometry?.placed
    const kernel = choiceOf(values, 'kernel')
    const target = targetOf(job)
    const width = target.width ?? numberOf(values, 'width')
    const height = target.height ?? numberOf(values, 'height')
    if (inputValue.width === width && inputValue.height === height) return `${width} × ${height} already`
    const method = choiceOf(values, 'method').replace('-', ' ')
    const inner =
      placed !== undefined && (placed.width !== width || placed.height !== height)
        ? `, picture ${placed.width} × ${placed.height}`
        : ''
    return `${method}, ${kernel}, ${inputValue.width} × ${inputValue.height} → ${width} × ${height}${inner}`
  },
}

function targetOf(job: Job): ImageTarget {
  if (job.image === null) throw new Error('the input has no picture shape')
  return job.image
}

/** Tiles of free sides have a size; those of fixed sides have that of the input. */
function tileFields(values: Values, target: ImageTarget): readonly Field[] {
  const free = target.width === null || target.height === null
  const number = { type: 'number', min: 0, max: 4096, integer: true } as const
  return [
    ...(free ? [{ ...number, id: 'tile', label: 'Tile (px)', value: numberOf(values, 'tile'), min: 16 } as const] : []),
    { ...number, id: 'overlap', label: 'Overlap (px)', value: numberOf(values, 'overlap') },
  ]
}

/** The picture at its own size, to be run in tiles. Raises `input-shape` for one that is smaller than a tile. */
async function whole(inputValue: ImageValue, values: Values, job: Job): Promise<InputValue> {
  const { width, height } = inputValue
  const target = targetOf(job)
  const { axes } = target
  const tile = numberOf(values, 'tile')
  const size = { width: target.width ?? Math.min(tile, width), height: target.height ?? Math.min(tile, height) }
  if (axes.height === null || axes.width === null || width < size.width || height < size.height)
    throw new EngineError(
      'input-shape',
      `${job.name} is ${width} × ${height}, smaller than a tile of ${size.width} × ${size.height}.`,
      'Choose another method in the step Resize.',
    )
  if (Math.max(width, height) > maxTiledSide)
    throw new EngineError(
      'input-shape',
      `${job.name} is ${width} × ${height}; the limit for a picture in tiles is ${maxTiledSide} pixels a side.`,
      'Use a smaller picture, or choose another method in the step Resize.',
    )
  const overlap = Math.min(numberOf(values, 'overlap'), Math.floor(Math.min(size.width, size.height) / 2))
  job.facts.tiles = { ...size, overlap, axes: { height: axes.height, width: axes.width } }
  return resize(inputValue, { ...values, method: 'stretch' }, { width, height }, job)
}

function side(id: 'width' | 'height', label: string, values: Values): Field {
  return { id, label, type: 'number', value: numberOf(values, id), min: 1, max: 8192, integer: true }
}

function sizeFor(
  { width, height }: Size,
  target: ImageTarget,
  job: Job,
): Size & { readonly reason: string; readonly guessed: boolean } {
  if (target.width !== null && target.height !== null)
    return { width: target.width, height: target.height, reason: target.reason, guessed: false }
  const trained = clueTo(job, 'side')
  const stated = job.metadata.imageSize ?? trained?.answer ?? null
  const reason =
    job.metadata.imageSize === null
      ? (trained?.reason ?? '')
      : `the metadata gives a picture size of ${stated ?? 0} × ${stated ?? 0}`
  if (stated !== null) return { width: target.width ?? stated, height: target.height ?? stated, reason, guessed: false }
  const factor = Math.min(1, maxFreeSide / Math.max(width, height))
  return {
    width: target.width ?? Math.max(1, Math.round(width * factor)),
    height: target.height ?? Math.max(1, Math.round(height * factor)),
    guessed: factor < 1,
    reason:
      factor === 1
        ? 'the input takes any size, so the picture keeps its own'
        : `the input takes any size; the longer side is limited to ${maxFreeSide} to keep the run short`,
  }
}

/** Warns about an automatic size that differs from the picture's own. */
function noteGuess(inputValue: ImageValue, size: Size, target: ImageTarget, job: Job): void {
  const guess = sizeFor(inputValue, target, job)
  if (!guess.guessed || guess.width !== size.width || guess.height !== size.height) return
  job.facts.guessed.push(
    `The input "${job.spec.name}" takes any size; the picture of ${inputValue.width} × ${inputValue.height} is scaled down to ${size.width} × ${size.height} to keep the run short.`,
  )
}

async function resize(inputValue: ImageValue, values: Values, size: Size, job: Job): Promise<InputValue> {
  const target = targetOf(job)
  const channels = target.channels === 4 ? 4 : 3
  const { crop, placed } = placement(inputValue, size, choiceOf(values, 'method'))
  const kernel = choiceOf(values, 'kernel')
  const same = crop.width === placed.width && crop.height === placed.height
  const worth = kernel === 'bilinear' && channels === 3 && !same && crop.width * crop.height >= minScaledPixels
  const quick = worth ? await inputValue.scaled?.(crop, placed.width, placed.height) : null
  job.facts.geometry = {
    picture: { width: inputValue.width, height: inputValue.height },
    orientation: job.facts.orientation ?? 1,
    crop,
    placed,
    input: size,
    axes: { height: target.axes.height, width: target.axes.width },
  }
  if (quick !== null && quick !== undefined) {
    job.facts.notes.push('scaled while decoding; in this browser equal to exact bilinear except for rounding to 8 bits')
    const from = { picture: quick, crop: { x: 0, y: 0, width: placed.width, height: placed.height }, channels } as const
    return padded(resample(kernel, from, placed.width, placed.height), placed, size, channels, numberOf(values, 'pad'))
  }
  const picture = await inputValue.pixels()
  if (!same) job.facts.notes.push('scaled by the exact implementation')
  const data = resample(kernel, { picture, crop, channels }, placed.width, placed.height, job.signal)
  return padded(data, placed, size, channels, numberOf(values, 'pad'))
}
