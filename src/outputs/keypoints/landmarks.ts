import { formatCount } from '../../base/format.ts'
import type { Skeleton } from '../../base/skeleton.ts'
import { pictureInput } from '../picture-input.ts'
import { blazePose33, face68, faceMesh, hand21, unnamed } from '../skeletons.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import type { PointLayout, PointModel } from './layout.ts'

/** A model that returns the points of one thing, of which it is fed a crop, as one row of numbers. */
interface Family {
  readonly id: string
  readonly label: string
  readonly thing: string
  readonly skeleton: Skeleton
  /** Numbers per row, and per point: x, y, then depth, visibility and presence as logits. */
  readonly width: number
  readonly columns: 2 | 3 | 5
  /** Fractions of the input instead of its pixels. */
  readonly fractions?: boolean
  /** Widths of other outputs of the family; without one of them the points are less certain. */
  readonly beside: readonly number[]
  /** The fit if no other output confirms it. */
  readonly alone: number
  /** Sides of the published models' inputs, px, which confirm it too. */
  readonly sides: readonly number[]
}

const families: readonly Family[] = [
  {
    id: 'face-mesh',
    label: 'Face mesh, 468 points (MediaPipe)',
    thing: 'face',
    skeleton: faceMesh(468),
    width: 1404,
    columns: 3,
    beside: [1, 266, 160, 142, 10],
    alone: 0.9,
    sides: [192],
  },
  {
    id: 'face-mesh-irises',
    label: 'Face mesh with irises, 478 points (MediaPipe)',
    thing: 'face',
    skeleton: faceMesh(478),
    width: 1434,
    columns: 3,
    beside: [1],
    alone: 0.9,
    sides: [256],
  },
  {
    id: 'pose-landmarks',
    label: 'Body, 33 points (BlazePose)',
    thing: 'person',
    skeleton: blazePose33,
    width: 195,
    columns: 5,
    beside: [1, 117],
    alone: 0.5,
    sides: [256],
  },
  {
    id: 'hand-landmarks',
    label: 'Hand, 21 points (MediaPipe)',
    thing: 'hand',
    skeleton: hand21,
    width: 63,
    columns: 3,
    beside: [1, 63],
    alone: 0.05,
    sides: [224, 256],
  },
  {
    id: 'iris-landmarks',
    label: 'Eye and iris, 76 points (MediaPipe)',
    thing: 'eye',
    skeleton: unnamed(76),
    width: 228,
    columns: 3,
    beside: [],
    alone: 0.5,
    sides: [64],
  },
  {
    id: 'face-68',
    label: 'Face, 68 points',
    thing: 'face',
    skeleton: face68,
    width: 136,
    columns: 2,
    fractions: true,
    beside: [],
    alone: 0.5,
    sides: [112],
  },
]

export const landmarks: readonly PointLayout[] = families.map((family) => ({
  id: family.id,
  label: family.label,
  find: (outputs, context) => {
    const tensors = tensorsOf(outputs, context)
    const fed = context.inputs.some(({ shape }) => shape.length === 4)
    const points = tensors.filter((one) => rowWidth(one) === family.width)
    const [main] = [...points].sort((a, b) => spreadOf(b) - spreadOf(a))
    const { width, height } = pictureInput(context)
    const asUsual = width === height && family.sides.includes(width)
    // Points in pixels span a good part of the input.
    const spans = family.fractions === true || (main !== undefined && spreadOf(main) * 10 > width)
    if (main === undefined || !fed) return []
    return modelOf(family, main, tensors, asUsual).map((model) => (spans ? model : { ...model, fit: offered }))
  },
}))

/** Only offered, after the raw tensor. */
const offered = 0.05

/** Numbers per picture of the batch. */
function rowWidth({ shape, data }: Tensor): number {
  return shape.length >= 2 && (shape[0] ?? 0) > 0 ? data.length / (shape[0] as number) : 0
}

/** World coordinates are metres, below 1; those of the picture are pixels. */
function spreadOf({ data }: Tensor): number {
  let most = 0
  for (const value of data) most = Math.max(most, Math.abs(value))
  return most
}

function modelOf(family: Family, main: Tensor, tensors: readonly Tensor[], asUsual: boolean): readonly PointModel[] {
  const { thing, skeleton, width, columns, beside, alone, fractions = false } = family
  if (fractions && spreadOf(main) > 2) return []
  const others = tensors.filter((one) => one !== main && beside.includes(rowWidth(one)))
  const flags = others.filter((one) => rowWidth(one) === 1)
  const flag = flags.find(({ path }) => /flag|presence|score/i.test(path)) ?? presenceOf(flags)
  const activated = flag !== null && isActivated(flag)
  const batch = main.shape[0] ?? 0
  const count = skeleton.names.length
  const scoreOf = (row: number) => {
    if (flag === null) return Number.NaN
    const value = flag.data[row] as number
    return activated ? value : sigmoid(value)
  }
  return [
    {
      fit: others.length > 0 ? 0.97 : asUsual ? 0.93 : alone,
      reason: `${width} numbers are ${count} points of a ${thing}`,
      uses: [main.name, ...others.map(({ name }) => name)],
      batch,
      units: fractions ? 'fractions' : 'pixels',
      skeleton,
      thing,
      threshold: flag === null ? 0 : lowest,
      pointThreshold: columns === 5 ? 0.5 : 0,
      note: noteOf(
        thing,
        Array.from({ length: flag === null ? 0 : batch }, (_, row) => scoreOf(row)),
      ),
      decode: (row) => {
        const column = (offset: number) =>
          Float32Array.from({ length: count }, (_, i) => main.data[row * width + i * columns + offset] as number)
        return [
          {
            score: scoreOf(row),
            x: column(0),
            y: column(1),
            ...(columns > 2 ? { z: column(2) } : {}),
            ...(columns === 5 ? { pointScore: column(3).map(sigmoid) } : {}),
          },
        ]
      },
    },
  ]
}

/** These models give low scores on pictures that are not cropped; points are shown down to this score. */
const lowest = 0.2

function noteOf(thing: string, scores: readonly number[]): string {
  const crop = `The model expects a crop that shows one ${thing}.`
  const unsure = scores.filter((score) => score < 0.5).length
  if (unsure === 0) return crop
  return `${crop} It doubts that there is one${scores.length === 1 ? '' : ` in ${formatCount(unsure, 'picture')}`}.`
}

/**
 * Of two numbers of a hand model, one is whether there is a hand, the other which hand it is. The known conversions call the
 * first one `Identity_1`.
 */
function presenceOf(flags: readonly Tensor[]): Tensor | null {
  return flags.find(({ name }) => /(^|\/)Identity_1(:0)?$/.test(name)) ?? flags[0] ?? null
}
