import type { Skeleton } from '../../base/skeleton.ts'
import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { isActivated, sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import { cellCentres, countAnchors, type Level } from './anchors.ts'
import type { Candidates } from './candidates.ts'
import type { BoxLayout, Detector } from './layout.ts'

/**
 * MediaPipe's detectors of faces, palms and people: offsets from anchors of size 1 × 1, in pixels of the input, followed
 * by points. Scores and offsets are one output, two, or two per feature map.
 */
export const mediapipe: BoxLayout = {
  id: 'mediapipe',
  label: 'Offsets from anchors, with points (MediaPipe)',
  find: (outputs, context) => {
    const tensors = tensorsOf(outputs, context).filter(({ shape }) => shape.length === 3)
    return headsIn(tensors).flatMap((head) => detectorOf(head, context))
  },
}

interface Head {
  readonly family: Family
  /** Pairs of outputs with scores and offsets, in the order of the strides; of joined ones, both are the same. */
  readonly parts: readonly { readonly scores: Tensor; readonly offsets: Tensor }[]
}

interface Family {
  readonly thing: string
  /** Values per anchor without the score: the box and its points. */
  readonly width: number
  readonly skeleton: Skeleton
  readonly overlap: number
}

const families: readonly Family[] = [
  {
    thing: 'face',
    width: 16,
    skeleton: { names: ['right eye', 'left eye', 'nose', 'mouth', 'right ear', 'left ear'], edges: [] },
    overlap: 0.3,
  },
  {
    thing: 'palm',
    width: 18,
    skeleton: {
      names: [
        'wrist',
        'index finger base',
        'middle finger base',
        'ring finger base',
        'little finger base',
        'thumb base',
        'thumb joint',
      ],
      edges: [],
    },
    overlap: 0.3,
  },
  {
    thing: 'person',
    width: 12,
    skeleton: { names: ['hip centre', 'body edge', 'shoulder centre', 'upper body edge'], edges: [] },
    overlap: 0.3,
  },
]

/** Feature maps of the published detectors, whatever their input size. */
const levels: readonly (readonly Level[])[] = [
  [
    { stride: 8, perCell: 2 },
    { stride: 16, perCell: 6 },
  ],
  [
    { stride: 16, perCell: 2 },
    { stride: 32, perCell: 6 },
  ],
  [
    { stride: 8, perCell: 2 },
    { stride: 16, perCell: 2 },
    { stride: 32, perCell: 6 },
  ],
  [{ stride: 4, perCell: 1 }],
]

function headsIn(tensors: readonly Tensor[]): readonly Head[] {
  return families.flatMap((family) => {
    // A model of faces and people has two outputs of this width, which only the names inside tell apart.
    const joined = tensors.filter(({ shape, path }) => shape[2] === family.width + 1 && !/concat\/person/.test(path))
    const offsets = tensors.filter(({ shape }) => shape[2] === family.width)
    const split = offsets.flatMap((one) => {
      const scores = tensors.find(({ shape }) => shape[2] === 1 && shape[1] === one.shape[1])
      return scores === undefined ? [] : [{ scores, offsets: one }]
    })
    // The finer feature map has more anchors and comes first.
    const inOrder = [...split].sort((a, b) => (b.offsets.shape[1] ?? 0) - (a.offsets.shape[1] ?? 0))
    return [
      ...joined.map((one) => ({ family, parts: [{ scores: one, offsets: one }] })),
      ...(split.length > 0 && split.length === offsets.length ? [{ family, parts: inOrder }] : []),
    ]
  })
}

function detectorOf({ family, parts }: Head, context: ReadContext): readonly Detector[] {
  const { width: size, height } = pictureInput(context)
  const batch = parts[0]?.scores.shape[0] ?? 0
  const rows = parts.reduce((sum, { scores }) => sum + (scores.shape[1] ?? 0), 0)
  const fitting = size === height ? levels.find((some) => countAnchors(size, some) === rows) : undefined
  if (fitting === undefined) return []
  const columns = parts.map(columnsOf)
  const centres = cellCentres(size, fitting)
  const { skeleton, thing } = family
  const anchors = startsOf(parts)
  const partOf = (source: number) => anchors.findLastIndex((start) => start <= source)
  return [
    {
      fit: 0.97,
      reason: `${rows} anchors and ${family.width} values each are those of a ${thing} detector with ${size} × ${size} pixels`,
      uses: [...new Set(parts.flatMap(({ offsets, scores }) => [offsets.name, scores.name]))],
      batch,
      units: 'pixels',
      classes: 1,
      firstClass: 0,
      names: [thing],
      threshold: 0.5,
      overlap: family.overlap,
      blends: true,
      note: '',
      points: {
        skeleton,
        write: (row, source, into, at) => {
          const part = partOf(source)
          const { offsets, first, rows: own, width } = columns[part] as Columns
          const from = (row * own + source - (anchors[part] ?? 0)) * width + first + 4
          for (let i = 0; i < skeleton.names.length * 2; i++)
            into[at + i] = (offsets[from + i] as number) + (centres[source * 2 + (i % 2)] as number)
        },
      },
      decode: (row, into) => {
        for (const [part, one] of columns.entries()) decodePart(one, row, anchors[part] ?? 0, centres, into)
      },
    },
  ]
}

interface Columns {
  readonly scores: Tensor['data']
  readonly offsets: Tensor['data']
  readonly rows: number
  /** Values per anchor in `offsets`, and in `scores`. */
  readonly width: number
  readonly scoreWidth: number
  /** The column where the offsets begin. */
  readonly first: number
  readonly activated: boolean
}

function columnsOf({ scores, offsets }: Head['parts'][number]): Columns {
  const joined = scores === offsets
  return {
    scores: scores.data,
    offsets: offsets.data,
    rows: offsets.shape[1] ?? 0,
    width: offsets.shape[2] ?? 0,
    scoreWidth: scores.shape[2] ?? 0,
    first: joined ? 1 : 0,
    activated: !joined && isActivated(scores),
  }
}

/** The first anchor of each part. */
function startsOf(parts: Head['parts']): readonly number[] {
  let start = 0
  return parts.map(({ scores }) => {
    const own = start
    start += scores.shape[1] ?? 0
    return own
  })
}

/** Logits beyond this are cut, as MediaPipe does. */
const largestLogit = 100

function decodePart(
  { scores, offsets, rows, width, scoreWidth, first, activated }: Columns,
  row: number,
  start: number,
  centres: Float32Array,
  into: Candidates,
): void {
  for (let i = 0; i < rows; i++) {
    const value = scores[(row * rows + i) * scoreWidth] as number
    const score = activated ? value : sigmoid(Math.max(-largestLogit, Math.min(largestLogit, value)))
    const at = (row * rows + i) * width + first
    const anchor = (start + i) * 2
    const x = (offsets[at] as number) + (centres[anchor] as number)
    const y = (offsets[at + 1] as number) + (centres[anchor + 1] as number)
    const halfWidth = (offsets[at + 2] as number) / 2
    const halfHeight = (offsets[at + 3] as number) / 2
    into.add(score, 0, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, start + i)
  }
}
