import { softmax } from '../../base/scores.ts'
import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { sigmoid, type Tensor, tensorsOf } from '../tensors.ts'
import type { Candidates } from './candidates.ts'
import type { BoxLayout, Detector } from './layout.ts'

/** How a version of YOLO writes its feature maps `[b, g, g, anchors · (5 + classes)]`, without an activation. */
interface Version {
  readonly id: string
  readonly label: string
  /** Feature maps of the full and the tiny version, coarsest first: stride, scale of the centre, anchors in pixels. */
  readonly heads: readonly (readonly Map[])[]
  readonly apply: 'sigmoid' | 'softmax'
  readonly fit: number
  /** Names inside the graph that favour it. */
  readonly evidence: RegExp
}

interface Map {
  readonly stride: number
  /** 1 without a stretch: centre = σ · scale − (scale − 1) / 2. */
  readonly scale: number
  /** Width and height in turn, px of the input the anchors were made for. */
  readonly anchors: readonly number[]
}

const map = (stride: number, scale: number, ...anchors: readonly number[]): Map => ({ stride, scale, anchors })

const inCells = (...anchors: readonly number[]) => map(32, 1, ...anchors.map((size) => size * 32))

const versions: readonly Version[] = [
  {
    id: 'yolo-v3-maps',
    label: 'Feature maps of YOLO v3',
    heads: [
      [map(32, 1, 116, 90, 156, 198, 373, 326), map(16, 1, 30, 61, 62, 45, 59, 119), map(8, 1, 10, 13, 16, 30, 33, 23)],
      [map(32, 1, 81, 82, 135, 169, 344, 319), map(16, 1, 23, 27, 37, 58, 81, 82)],
    ],
    apply: 'sigmoid',
    fit: 0.95,
    evidence: /yolo_?v?3/i,
  },
  {
    id: 'yolo-v4-maps',
    label: 'Feature maps of YOLO v4',
    heads: [
      [
        map(32, 1.05, 142, 110, 192, 243, 459, 401),
        map(16, 1.1, 36, 75, 76, 55, 72, 146),
        map(8, 1.2, 12, 16, 19, 36, 40, 28),
      ],
      [map(32, 1.05, 81, 82, 135, 169, 344, 319), map(16, 1.05, 23, 27, 37, 58, 81, 82)],
    ],
    apply: 'sigmoid',
    fit: 0.94,
    evidence: /yolo_?v?4|mish/i,
  },
  {
    id: 'yolo-v2-maps',
    label: 'Feature map of YOLO v2, anchors of COCO',
    heads: [[inCells(0.57273, 0.677385, 1.87446, 2.06253, 3.33843, 5.47434, 7.88282, 3.52778, 9.77052, 9.16828)]],
    apply: 'softmax',
    fit: 0.93,
    evidence: /yolo_?v?2/i,
  },
  {
    id: 'yolo-v2-maps-voc',
    label: 'Feature map of YOLO v2, anchors of Pascal VOC',
    heads: [[inCells(1.08, 1.19, 3.42, 4.41, 6.63, 11.38, 9.42, 5.11, 16.62, 10.52)]],
    apply: 'softmax',
    fit: 0.92,
    evidence: /voc/i,
  },
  {
    id: 'tiny-face-maps',
    label: 'Feature map of the tiny face detector',
    heads: [
      [inCells(1.603231, 2.094468, 6.041143, 7.080126, 2.882459, 3.518061, 4.266906, 5.178857, 9.041765, 10.66308)],
    ],
    apply: 'softmax',
    fit: 0.93,
    evidence: /face/i,
  },
]

/** Feature maps of YOLO v2, v3 and v4; each version is a layout. */
export const yoloMaps: readonly BoxLayout[] = versions.map((version) => ({
  id: version.id,
  label: version.label,
  find: (outputs, context) => {
    const maps = tensorsOf(outputs, context).filter(({ shape }) => shape.length === 4 && (shape[0] ?? 0) > 0)
    return version.heads.flatMap((head) => detectorOf(version, head, maps, context))
  },
}))

interface Part extends Map {
  readonly tensor: Tensor
  readonly rows: number
  readonly columns: number
  readonly count: number
}

function detectorOf(
  { fit, label, evidence, apply }: Version,
  head: readonly Map[],
  maps: readonly Tensor[],
  context: ReadContext,
): readonly Detector[] {
  const { width, height, frame } = pictureInput(context)
  const parts = head.flatMap((one): readonly Part[] => {
    const [rows, columns] = [height / one.stride, width / one.stride]
    const count = one.anchors.length / 2
    const tensor = maps.find(({ shape }) => shape[1] === rows && shape[2] === columns && (shape[3] ?? 0) % count === 0)
    return tensor === undefined ? [] : [{ ...one, tensor, rows, columns, count }]
  })
  const [first] = parts
  // The coarsest map alone is that of another version.
  if (first === undefined || frame.of === 'unit' || parts.length !== head.length || maps.length !== head.length)
    return []
  const channels = (first.tensor.shape[3] ?? 0) / first.count
  const classes = channels - 5
  const isFace = evidence.source === 'face'
  if (classes < 0 || (classes === 0) !== isFace || !isUnbounded(first.tensor)) return []
  if (parts.some(({ tensor, count }) => tensor.shape[3] !== count * channels)) return []
  const named = parts.some(({ tensor }) => evidence.test(tensor.path))
  return [
    {
      fit: fit + (named ? 0.02 : 0),
      reason: `${parts.length === 1 ? 'a map' : `${parts.length} maps`} with ${first.count} × (5 + ${classes}) channels: ${label}`,
      uses: parts.map(({ tensor }) => tensor.name),
      batch: first.tensor.shape[0] ?? 0,
      units: 'fractions',
      classes: Math.max(1, classes),
      firstClass: 0,
      ...(classes === 0 ? { names: ['face'] } : {}),
      threshold: 0.3,
      overlap: classes === 0 ? 0.4 : 0.5,
      note: '',
      decode: (row, into) => {
        let source = 0
        for (const part of parts) {
          decodeMap(part, { row, classes, apply, width, height, source }, into)
          source += part.rows * part.columns * part.count
        }
      },
    },
  ]
}

interface Decoding {
  readonly row: number
  readonly classes: number
  readonly apply: Version['apply']
  readonly width: number
  readonly height: number
  readonly source: number
}

function decodeMap(part: Part, { row, classes, apply, width, height, source }: Decoding, into: Candidates): void {
  const { rows, columns, count, anchors, scale, tensor } = part
  const { data } = tensor
  const boxes = rows * columns * count
  for (let i = 0; i < boxes; i++) {
    const at = (row * boxes + i) * (5 + classes)
    const objectness = sigmoid(data[at + 4] as number)
    if (!into.wants(objectness)) {
      into.skip(objectness)
      continue
    }
    const { score, index } = bestClass(data.subarray(at + 5, at + 5 + classes), apply)
    const cell = Math.floor(i / count)
    const anchor = (i % count) * 2
    const shift = (scale - 1) / 2
    const x = (sigmoid(data[at] as number) * scale - shift + (cell % columns)) / columns
    const y = (sigmoid(data[at + 1] as number) * scale - shift + Math.floor(cell / columns)) / rows
    const halfWidth = (Math.exp(data[at + 2] as number) * (anchors[anchor] as number)) / width / 2
    const halfHeight = (Math.exp(data[at + 3] as number) * (anchors[anchor + 1] as number)) / height / 2
    into.add(score * objectness, index, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, source + i)
  }
}

function bestClass(
  values: ArrayLike<number>,
  apply: Version['apply'],
): { readonly score: number; readonly index: number } {
  if (values.length === 0) return { score: 1, index: 0 }
  let index = 0
  for (let i = 1; i < values.length; i++) if ((values[i] as number) > (values[index] as number)) index = i
  const score = apply === 'softmax' ? (softmax(values)[index] as number) : sigmoid(values[index] as number)
  return { score, index }
}

/** Raw maps have values beyond 0…1. */
function isUnbounded({ data }: Tensor): boolean {
  return data.some((value: number) => value < -0.01)
}
