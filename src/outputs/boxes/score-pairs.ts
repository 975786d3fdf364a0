import type { ReadContext } from '../contract.ts'
import { pictureInput, type Units } from '../picture-input.ts'
import { face5 } from '../skeletons.ts'
import { isActivated, type Tensor, tensorsOf, within } from '../tensors.ts'
import { anchorFamilies, anchorsOf } from './anchor-families.ts'
import type { Candidates } from './candidates.ts'
import type { Anchors } from './grid-anchors.ts'
import type { BoxLayout, BoxPoints, Detector } from './layout.ts'
import { isInOrder, type Pair, pairsIn, ruleOf } from './pairs.ts'
import { bestClasses, type ScoreRule } from './score-rule.ts'
import { unitsOf } from './units.ts'

interface PairLayout {
  readonly id: string
  readonly label: string
  /** How a pair is decoded; `null` if the layout does not fit. */
  read(pair: Pair, context: ReadContext): Reading | null
}

interface Reading {
  readonly fit: number
  readonly reason: string
  readonly units: Units
  readonly overlap: number
  readonly threshold?: number
  readonly rule: ScoreRule
  readonly names?: readonly string[]
  readonly points?: BoxPoints
  /** Writes left, top, right and bottom of the place whose box begins at `at`. */
  box(data: Tensor['data'], at: number, source: number, out: Float64Array): void
}

const corners: PairLayout = {
  id: 'pair-corners',
  label: 'Corners (top, left, bottom, right) and scores of each place',
  read: (pair, { metadata }) =>
    isInOrder(pair.boxes)
      ? {
          fit: 0.96,
          reason: `each row of ${pair.boxes.name} has its corners in order, and ${pair.scores.name} has scores for it`,
          units: unitsOf(pair.boxes.data.length, (i) => pair.boxes.data[i] as number),
          overlap: 0.5,
          rule: ruleOf(pair, isActivated(pair.scores) ? 'none' : 'sigmoid', metadata.labels),
          box: (data, at, _source, out) => {
            out[0] = data[at + 1] as number
            out[1] = data[at] as number
            out[2] = data[at + 3] as number
            out[3] = data[at + 2] as number
          },
        }
      : null,
}

/** The ids 0 to 90 of COCO, of which 0 is not used, and nothing. */
const cocoColumns = 92

/** DETR and its kin: one row per query, the last class is nothing. */
const queries: PairLayout = {
  id: 'pair-queries',
  label: 'Centre and size, logits with “nothing” as last class (DETR)',
  read: (pair) => {
    const { boxes, scores, rows, columns } = pair
    if (rows > 1000 || columns < 3 || !within(boxes.data, 0, 1)) return null
    const activated = scores.ops.includes('Softmax')
    if (!activated && isActivated(scores)) return null
    const apply = activated ? 'none' : 'softmax'
    return {
      fit: isInOrder(boxes) ? 0.5 : 0.97,
      reason: `${rows} rows with centres and sizes in 0…1 beside ${columns} logits are the queries of a transformer`,
      units: 'fractions',
      overlap: 1,
      threshold: 0.7,
      rule: {
        ...(columns === cocoColumns ? { from: 1, firstClass: 1 } : { from: 0, firstClass: 0 }),
        to: columns - 1,
        apply,
      },
      box: centred,
    }
  },
}

const centres: PairLayout = {
  id: 'pair-centres',
  label: 'Centre, size and scores of each place (YOLO v4)',
  read: (pair, { metadata }) => {
    const { boxes, scores } = pair
    const positive = within(boxes.data, 0, Number.MAX_VALUE)
    if (!positive || !isActivated(scores)) return null
    return {
      fit: isInOrder(boxes) ? 0.5 : 0.9,
      reason: `${boxes.name} holds centres and sizes, and ${scores.name} scores for each`,
      units: unitsOf(boxes.data.length, (i) => boxes.data[i] as number),
      overlap: 0.45,
      rule: ruleOf(pair, 'none', metadata.labels),
      box: centred,
    }
  },
}

/** Exports for TensorFlow Lite, which give their anchors too. */
const givenAnchors: PairLayout = {
  id: 'pair-given-anchors',
  label: 'Offsets from anchors that the model gives',
  read: (pair, { metadata }) => {
    if (pair.anchors === null) return null
    const { data } = pair.anchors
    const anchors = data.slice() as Anchors
    for (let i = 0; i < anchors.length; i += 4) {
      anchors.set([data[i + 1], data[i], data[i + 3], data[i + 2]] as [number, number, number, number], i)
    }
    return {
      fit: 0.98,
      reason: `${pair.anchors.name} holds the anchors of ${pair.boxes.name}`,
      units: unitsOf(data.length, (i) => data[i] as number),
      overlap: 0.6,
      rule: ruleOf(pair, isActivated(pair.scores) ? 'none' : 'sigmoid', metadata.labels),
      box: anchored(anchors, [0.1, 0.2], false),
    }
  },
}

const fromAnchors: readonly PairLayout[] = anchorFamilies.map((family, place) => ({
  id: `pair-anchors-${place}`,
  label: `Offsets from anchors: ${family.label}`,
  read: (pair, context) => {
    const { width, height, frame } = pictureInput(context)
    const faces = family.names !== undefined
    if (frame.of === 'unit' || pair.rows < 100 || faces !== (pair.columns === 2) || isInOrder(pair.boxes)) return null
    const anchors = anchorsOf(family, width, height)
    if (anchors === null || anchors.length !== pair.rows * 4) return null
    const apply = isActivated(pair.scores) ? 'none' : faces ? 'softmax' : 'sigmoid'
    return {
      fit: 0.97 - place * 0.005 + (family.evidence?.test(`${pair.boxes.path} ${pair.scores.path}`) === true ? 0.02 : 0),
      reason: `${pair.rows} rows are the anchors of ${family.label} with this input`,
      units: 'fractions',
      overlap: family.overlap,
      rule: ruleOf(pair, apply, context.metadata.labels),
      ...(family.names === undefined ? {} : { names: family.names }),
      ...(pair.points === null ? {} : { points: facePoints(pair.points, anchors, family.factors[0]) }),
      box: anchored(anchors, family.factors, family.byX),
    }
  },
}))

/** One layout per reading of scores and boxes of the same places. */
export const scorePairs: readonly BoxLayout[] = [corners, givenAnchors, ...fromAnchors, queries, centres].map(
  ({ id, label, read }) => ({
    id,
    label,
    find: (outputs, context) =>
      pairsIn(tensorsOf(outputs, context)).flatMap((pair) => {
        const reading = read(pair, context)
        return reading === null ? [] : [detectorOf(pair, reading)]
      }),
  }),
)

function detectorOf({ boxes, scores, batch, rows, columns, points, anchors }: Pair, reading: Reading): Detector {
  const { fit, reason, units, overlap, threshold = 0.5, rule, names, box } = reading
  return {
    fit,
    reason,
    uses: [boxes, scores, points, anchors].flatMap((one) => one?.name ?? []),
    batch,
    units,
    classes: rule.to - rule.from,
    firstClass: rule.firstClass,
    ...(names === undefined ? {} : { names }),
    threshold,
    overlap,
    ...(reading.points === undefined ? {} : { points: reading.points }),
    note: '',
    decode: (row, into: Candidates) => {
      const out = new Float64Array(4)
      const values = scores.data.subarray(row * rows * columns, (row + 1) * rows * columns)
      bestClasses(values, columns, rule, into, (source, score, index) => {
        box(boxes.data, (row * rows + source) * 4, source, out)
        const [left = 0, top = 0, right = 0, bottom = 0] = out
        into.add(score, index, left, top, right, bottom, source)
      })
    },
  }
}

function centred(data: Tensor['data'], at: number, _source: number, out: Float64Array): void {
  setCentred(out, data[at] as number, data[at + 1] as number, data[at + 2] as number, data[at + 3] as number)
}

function anchored(anchors: Anchors, [centre, size]: readonly [number, number], byX: boolean): Reading['box'] {
  const [x, y] = byX ? [0, 1] : [1, 0]
  return (data, at, source, out) => {
    const a = source * 4
    const width = anchors[a + 2] as number
    const height = anchors[a + 3] as number
    setCentred(
      out,
      (anchors[a] as number) + (data[at + x] as number) * centre * width,
      (anchors[a + 1] as number) + (data[at + y] as number) * centre * height,
      Math.exp((data[at + 2 + x] as number) * size) * width,
      Math.exp((data[at + 2 + y] as number) * size) * height,
    )
  }
}

function setCentred(out: Float64Array, x: number, y: number, width: number, height: number): void {
  out[0] = x - width / 2
  out[1] = y - height / 2
  out[2] = x + width / 2
  out[3] = y + height / 2
}

/** RetinaFace: x and y of five points from the anchor's centre, in its size. */
function facePoints({ data, shape }: Tensor, anchors: Anchors, factor: number): BoxPoints {
  const rows = shape[1] ?? 0
  return {
    skeleton: face5,
    write: (row, source, into, at) => {
      for (let i = 0; i < 10; i++) {
        const side = i % 2
        const offset = (data[(row * rows + source) * 10 + i] as number) * factor
        into[at + i] = (anchors[source * 4 + side] as number) + offset * (anchors[source * 4 + 2 + side] as number)
      }
    },
  }
}
