import { formatPercent } from '../../base/format.ts'
import type { Skeleton } from '../../base/skeleton.ts'
import { pictureInput } from '../picture-input.ts'
import { blazePose33, face68, faceMesh, hand21, unnamed } from '../skeletons.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import { cropNote, lowestOfCrop, rowWidth } from './crops.ts'
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
  /** Width of a second output, whose points follow those of the first one. */
  readonly tail?: number
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
    id: 'iris-landmarks-apart',
    label: 'Eye and iris apart, 71 and 5 points (MediaPipe)',
    thing: 'eye',
    skeleton: unnamed(76),
    width: 213,
    tail: 15,
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
    const tail = tensors.find((one) => rowWidth(one) === family.tail) ?? null
    if (main === undefined || !fed || (tail === null) !== (family.tail === undefined)) return []
    return modelOf(family, main, tail, tensors, asUsual).map((model) => (spans ? model : { ...model, fit: offered }))
  },
}))

/** Only offered, after the raw tensor. */
const offered = 0.05

/** World coordinates are metres, below 1; those of the picture are pixels. */
function spreadOf({ data }: Tensor): number {
  let most = 0
  for (const value of data) most = Math.max(most, Math.abs(value))
  return most
}

function modelOf(
  family: Family,
  main: Tensor,
  tail: Tensor | null,
  tensors: readonly Tensor[],
  asUsual: boolean,
): readonly PointModel[] {
  const { thing, skeleton, columns, beside, alone, fractions = false } = family
  if (fractions && spreadOf(main) > 2) return []
  const others = tensors.filter((one) => one !== main && beside.includes(rowWidth(one)))
  const flags = others.filter((one) => rowWidth(one) === 1)
  const presence = presenceOf(flags)
  const flag = presence ?? flags[0] ?? null
  const batch = main.shape[0] ?? 0
  const count = skeleton.names.length
  const parts = tail === null ? [main] : [main, tail]
  const width = parts.reduce((sum, one) => sum + rowWidth(one), 0)
  const scores = flag === null ? [] : scoresOf(flag)
  const handedness = presence === null || thing !== 'hand' ? null : (flags.find((one) => one !== presence) ?? null)
  return [
    {
      fit: others.length > 0 ? 0.97 : asUsual ? 0.93 : alone,
      reason: `${width} numbers are ${count} points of a ${thing}`,
      uses: [...parts, ...others].map(({ name }) => name),
      batch,
      units: fractions ? 'fractions' : 'pixels',
      skeleton,
      thing,
      threshold: flag === null ? 0 : lowestOfCrop,
      pointThreshold: columns === 5 ? 0.5 : 0,
      note: [cropNote(thing, scores), handedness === null ? '' : sideNote(scoresOf(handedness))].join(' ').trim(),
      decode: (row) => {
        const values = parts.flatMap((part) => {
          const own = rowWidth(part)
          return Array.from(part.data.subarray(row * own, (row + 1) * own))
        })
        const column = (offset: number) =>
          Float32Array.from({ length: count }, (_, i) => values[i * columns + offset] as number)
        return [
          {
            score: scores[row] ?? Number.NaN,
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

/** 0…1, one per picture. */
function scoresOf(flag: Tensor): readonly number[] {
  const activated = isActivated(flag)
  return Array.from(flag.data, (value) => (activated ? value : sigmoid(value)))
}

/**
 * The number that says whether the thing is there, by its name; `null` if no name tells. A hand model has another one for
 * the side; the known conversions call the first one `Identity_1`.
 */
function presenceOf(flags: readonly Tensor[]): Tensor | null {
  const named = flags.find(({ path }) => /flag|presence|score/i.test(path))
  return named ?? flags.find(({ name }) => /(^|\/)Identity_1(:0)?$/.test(name)) ?? null
}

/** Which hand it is: from 0.5 on the left one, if the picture is mirrored as that of a front camera. */
function sideNote([score = Number.NaN]: readonly number[]): string {
  if (!Number.isFinite(score)) return ''
  const [side, other] = score >= 0.5 ? ['left', 'right'] : ['right', 'left']
  const sure = formatPercent(Math.max(score, 1 - score))
  return `It is a ${side} hand (${sure}) if the picture is mirrored, else a ${other} one.`
}
