import { type Mask, type MaskRow, noClass } from '../../base/readings/mask.ts'
import { numberOf, type Values } from '../../base/values.ts'
import type { Match, NamedOutput, ReadContext } from '../contract.ts'
import { type PictureInput, pictureInput } from '../picture-input.ts'
import { sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import { cutPadding, sharesOf } from './shares.ts'

/** Names of the channels, in the order of body-pix 2. */
const parts = [
  ...['left face', 'right face'],
  ...bothSides('upper arm'),
  ...bothSides('lower arm'),
  ...['left hand', 'right hand', 'torso front', 'torso back'],
  ...bothSides('upper leg'),
  ...bothSides('lower leg'),
  ...['left foot', 'right foot'],
]
/** The number of what belongs to nobody; behind those of the parts, which stay the model's own. */
const nobody = parts.length
const labels = [...parts, 'background']

function bothSides(limb: string): readonly string[] {
  return ['left', 'right'].flatMap((side) => ['front', 'back'].map((face) => `${side} ${limb} ${face}`))
}

/** Maps of the key points beside them, which tell the family from other maps of 24 channels. */
const pointChannels = 17
/** Pixels of the mask per cell of the maps, along each side. */
const finer = 4

interface Maps {
  /** `[b, h, w, 24]` and `[b, h, w, 1]`, logits. */
  readonly part: Tensor
  readonly person: Tensor
  readonly batch: number
  readonly height: number
  readonly width: number
}

/** BodyPix: which of 24 parts of a body each pixel of a person belongs to. */
export const bodyPix = {
  match(outputs: readonly NamedOutput[], context: ReadContext): readonly Match[] {
    const tensors = tensorsOf(outputs, context)
    const maps = mapsIn(tensors)
    if (maps === null || pictureInput(context).frame.of === 'unit') return []
    const { part, person, height, width } = maps
    const sized = tensors.filter(({ shape }) => shape[1] === height && shape[2] === width)
    if (!sized.some(({ shape }) => shape[3] === pointChannels) && !/part_heat/i.test(part.path)) return []
    const slider = { type: 'slider', min: 0, max: 1, step: 0.01 } as const
    return [
      {
        fit: 0.97,
        reason: `${parts.length} maps beside one of people are the parts of their bodies (BodyPix)`,
        uses: [part.name, person.name],
        options: [{ ...slider, id: 'threshold', label: 'Lowest score', value: 0.7 }],
      },
    ]
  },

  /** The maps among the outputs of one reading; `null` if they are not those of BodyPix. */
  read(outputs: readonly NamedOutput[], context: ReadContext, options: Values): Mask | null {
    const maps = mapsIn(tensorsOf(outputs, context))
    if (maps === null) return null
    const input = pictureInput(context)
    const size = { width: (maps.width - 1) * finer + 1, height: (maps.height - 1) * finer + 1 }
    const threshold = numberOf(options, 'threshold')
    return {
      rows: Array.from({ length: maps.batch }, (_, row) => rowOf(maps, row, { size, threshold, input })),
      ...size,
      frame: input.frame,
      place: placeOf(input, size),
      shows: 'classes',
      background: nobody,
      labels,
      labelsSource: 'the model’s layout',
      threshold,
      note: `Parts are shown where the score of a person is at least ${threshold}.`,
    }
  },
}

function mapsIn(tensors: readonly Tensor[]): Maps | null {
  const maps = tensors.filter(({ shape }) => shape.length === 4 && (shape[0] ?? 0) > 0)
  for (const part of maps.filter(({ shape }) => shape[3] === parts.length)) {
    const [batch = 0, height = 0, width = 0] = part.shape
    const person = maps.find(({ shape }) => String(shape) === String([batch, height, width, 1]))
    if (person !== undefined && height > 1 && width > 1) return { part, person, batch, height, width }
  }
  return null
}

/** The outer cells of the maps lie on the edges of the input, so that the mask extends half a pixel beyond it. */
function placeOf({ width, height, x, y }: PictureInput, mask: Size): Mask['place'] {
  const across = (width - 1) / (mask.width - 1)
  const down = (height - 1) / (mask.height - 1)
  return {
    x: x.offset + ((1 - across) / 2) * x.scale,
    y: y.offset + ((1 - down) / 2) * y.scale,
    width: mask.width * across * x.scale,
    height: mask.height * down * y.scale,
  }
}

interface Size {
  readonly width: number
  readonly height: number
}

interface Setting {
  readonly size: Size
  readonly threshold: number
  readonly input: PictureInput
}

/** Logits are interpolated before they are compared, as body-pix does. */
function rowOf({ part, person, height, width }: Maps, row: number, { size, threshold, input }: Setting): MaskRow {
  const start = row * width * height
  const index = new Uint16Array(size.width * size.height)
  for (let y = 0; y < size.height; y++) {
    for (let x = 0; x < size.width; x++) {
      const corners = cornersAt(start, x / finer, y / finer, width, height)
      const score = sigmoid(mixed(person.data, 1, 0, corners))
      let found = nobody
      let highest = Number.NEGATIVE_INFINITY
      for (let k = 0; score >= threshold && k < parts.length; k++) {
        const own = mixed(part.data, parts.length, k, corners)
        if (own > highest) [highest, found] = [own, k]
      }
      const isLost = Number.isNaN(score) || (score >= threshold && found === nobody)
      index[y * size.width + x] = isLost ? noClass : found
    }
  }
  const padding = cutPadding(index, { ...size, batch: 1, channels: 1, step: 1, stride: 1 }, input)
  return { index, value: new Float32Array(0), range: [0, 1], ...sharesOf(index, padding, { labels }) }
}

/** Cells and weights of a bilinear interpolation. */
type Corners = readonly (readonly [cell: number, weight: number])[]

function cornersAt(start: number, x: number, y: number, width: number, height: number): Corners {
  const left = Math.min(Math.floor(x), width - 2)
  const top = Math.min(Math.floor(y), height - 2)
  const [right, down] = [x - left, y - top]
  const cell = start + top * width + left
  return [
    [cell, (1 - right) * (1 - down)],
    [cell + 1, right * (1 - down)],
    [cell + width, (1 - right) * down],
    [cell + width + 1, right * down],
  ]
}

function mixed(data: Tensor['data'], channels: number, channel: number, corners: Corners): number {
  let sum = 0
  for (const [cell, weight] of corners) sum += (data[cell * channels + channel] as number) * weight
  return sum
}
