import { coco17, unnamed } from '../skeletons.ts'
import { type Tensor, tensorsOf, within } from '../tensors.ts'
import type { Candidates } from './candidates.ts'
import type { BoxLayout, BoxPoints, BoxShapes, Detector } from './layout.ts'
import { shapesInBoxes } from './shapes.ts'
import { unitsOf } from './units.ts'

/**
 * Boxes, scores, classes and their number as separate outputs, overlaps removed by the model: the TensorFlow Object
 * Detection API in any order and naming, with or without raw tensors beside them, and other models that end in a
 * non-maximum suppression.
 */
export const separateOutputs: BoxLayout = {
  id: 'separate-yxyx',
  label: 'Boxes (top, left, bottom, right), scores and classes apart',
  find: (outputs, context) => findIn(tensorsOf(outputs, context), false),
}

/** The same from exports of YOLO v5, which keep their own order of the corners. */
export const separateOutputsByX: BoxLayout = {
  id: 'separate-xyxy',
  label: 'Boxes (left, top, right, bottom), scores and classes apart',
  find: (outputs, context) => findIn(tensorsOf(outputs, context), true),
}

const yolo = /yolo|tf_?detect|agnostic_?nms/i

interface Parts {
  readonly boxes: Tensor
  readonly scores: Tensor
  readonly classes: Tensor | null
  readonly count: Tensor | null
  /** Scores per class, raw boxes, anchors: parts of the same answer that are not drawn. */
  readonly others: readonly Tensor[]
}

function findIn(tensors: readonly Tensor[], byX: boolean): readonly Detector[] {
  return tensors.flatMap((boxes) => {
    const parts = partsWith(boxes, tensors)
    if (parts === null) return []
    const named = [boxes, parts.scores, ...(parts.classes === null ? [] : [parts.classes])]
    const known = named.every(({ path }) => /detection_|Postprocessor|NonMaxSuppression|nms/i.test(path))
    const isYolo = tensors.some(({ path }) => yolo.test(path))
    const fit = (known ? 0.98 : 0.9) - (isYolo === byX ? 0 : 0.01)
    return [detectorOf(parts, fit, byX)]
  })
}

/** The outputs that belong to boxes `[b, k, 4]`, by their names or else by their values; `null` if they are no boxes. */
function partsWith(boxes: Tensor, tensors: readonly Tensor[]): Parts | null {
  const [batch = 0, rows = 0] = boxes.shape
  if (boxes.shape.length !== 3 || boxes.shape[2] !== 4 || rows === 0 || batch === 0) return null
  if (/raw_detection/.test(boxes.path)) return null
  const perBox = tensors.filter(({ shape }) => shape.length === 2 && shape[0] === batch && shape[1] === rows)
  const scores = perBox.find(({ name }) => /score/i.test(name)) ?? perBox.filter(isScores)[0]
  if (scores === undefined || !areScores(scores) || !inOrder(boxes)) return null
  const rest = perBox.filter((one) => one !== scores)
  const classes = rest.find(({ name }) => /class|label/i.test(name)) ?? rest.filter(isClasses).sort(bySize)[0] ?? null
  const count =
    tensors.find(({ name }) => /num_(detections|boxes)|valid_det/i.test(name)) ??
    tensors.find((one) => isCount(one, batch, rows)) ??
    null
  if (classes === null && count === null) return null
  const used = [boxes, scores, classes, count]
  const others = tensors.filter((one) => !used.includes(one) && isBeside(one, batch, rows))
  return { boxes, scores, classes, count, others }
}

/** Fractions, and −1 for rows that are left over, as YOLO v5 fills them. */
function areScores({ data }: Tensor): boolean {
  return Array.prototype.every.call(data, (value: number) => (value >= -0.001 && value <= 1.001) || value === -1)
}

/** Fractions that fall from the first to the last: scores are sorted, classes and anchors are not. */
function isScores(tensor: Tensor): boolean {
  const { data, shape, ops } = tensor
  if (ops.includes('AddV2') || !areScores(tensor)) return false
  const rows = shape[1] ?? 0
  let whole = true
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    if (i % rows !== 0 && value > (data[i - 1] as number) + 1e-3) return false
    whole &&= Number.isInteger(value)
  }
  return !whole || within(data, 0, 0)
}

/** Whole numbers; quantised weights make them inexact by up to a hundredth. */
function isClasses({ data }: Tensor): boolean {
  return Array.prototype.every.call(data, (value: number) => Math.abs(value - Math.round(value)) <= 0.02 && value >= -1)
}

/** Numbers of anchors are whole too, but larger than those of classes. */
function bySize(a: Tensor, b: Tensor): number {
  return largest(a) - largest(b)
}

function largest({ data }: Tensor): number {
  let most = 0
  for (const value of data) most = Math.max(most, value)
  return most
}

function isCount({ shape, data }: Tensor, batch: number, rows: number): boolean {
  const perPicture = data.length === batch && shape.every((size) => size === 1 || size === batch)
  return perPicture && Array.prototype.every.call(data, (n: number) => Number.isInteger(n) && n >= 0 && n <= rows)
}

/** `[b, k]` anchors, `[b, k, n]` scores, masks and points per box, and everything called raw. */
function isBeside({ shape, path }: Tensor, batch: number, rows: number): boolean {
  return (shape[0] === batch && shape[1] === rows) || /Postprocessor|raw_detection|detection_/.test(path)
}

/** Whether almost all boxes that are not empty have their corners in order. */
function inOrder({ data }: Tensor): boolean {
  let inverted = 0
  let drawn = 0
  for (let at = 0; at + 3 < data.length; at += 4) {
    const across = (data[at + 2] as number) - (data[at] as number)
    const down = (data[at + 3] as number) - (data[at + 1] as number)
    if (across === 0 && down === 0) continue
    drawn++
    if (across < 0 || down < 0) inverted++
  }
  return inverted <= drawn * 0.05
}

function detectorOf({ boxes, scores, classes, count, others }: Parts, fit: number, byX: boolean): Detector {
  const [batch = 0, rows = 0] = boxes.shape
  const all = [boxes, scores, ...(classes === null ? [] : [classes]), ...(count === null ? [] : [count]), ...others]
  // Rows that are left over say nothing about the others.
  const filled = Array.from({ length: batch * rows }, (_, i) => i).filter((i) => (scores.data[i] as number) > 0)
  const kept = (row: number) => Math.min(rows, count === null ? rows : Math.round(count.data[row] as number))
  return {
    fit,
    reason: `${boxes.name} holds boxes, ${scores.name} falling scores${classes === null ? '' : `, ${classes.name} classes`}`,
    uses: all.map(({ name }) => name),
    batch,
    units: unitsOf(filled.length * 4, (i) => boxes.data[(filled[Math.floor(i / 4)] as number) * 4 + (i % 4)] as number),
    classes: classes === null ? 1 : countOfClasses(others, rows),
    firstClass: classes === null || hasZero(classes, kept) ? 0 : 1,
    threshold: 0.5,
    overlap: 1,
    ...pointsAmong(others, rows),
    ...shapesAmong(others, rows),
    note: '',
    decode: (row, into) => {
      for (let i = 0; i < kept(row); i++) {
        const at = row * rows + i
        const index = classes === null ? 0 : Math.round(classes.data[at] as number)
        addCorners(into, boxes.data, at * 4, byX, scores.data[at] as number, index, i)
      }
    },
  }
}

/** `[b, k, n, 2]` y and x of points, and `[b, k, n]` their scores, if there are any. */
function pointsAmong(others: readonly Tensor[], rows: number): { readonly points?: BoxPoints } {
  const points = others.find(({ shape, path }) => shape.length === 4 && shape[3] === 2 && /keypoint/i.test(path))
  const count = points?.shape[2] ?? 0
  if (points === undefined || count === 0) return {}
  const scores = others.find(({ shape, path }) => shape.length === 3 && shape[2] === count && /keypoint/i.test(path))
  return {
    points: {
      skeleton: count === coco17.names.length ? coco17 : unnamed(count),
      write: (row, source, into, at) => {
        const from = (row * rows + source) * count * 2
        for (let i = 0; i < count * 2; i += 2) {
          into[at + i] = points.data[from + i + 1] as number
          into[at + i + 1] = points.data[from + i] as number
        }
      },
      ...(scores === undefined
        ? {}
        : {
            scores: (row, source, into, at) => {
              const from = (row * rows + source) * count
              for (let i = 0; i < count; i++) into[at + i] = scores.data[from + i] as number
            },
          }),
    },
  }
}

/** `[b, k, m, m]` scores within each box, if there are any. */
function shapesAmong(others: readonly Tensor[], rows: number): { readonly shapes?: BoxShapes } {
  const masks = others.find(({ shape, path }) => shape.length === 4 && shape[1] === rows && /mask/i.test(path))
  return masks === undefined ? {} : { shapes: shapesInBoxes(masks) }
}

function addCorners(
  into: Candidates,
  data: ArrayLike<number>,
  at: number,
  byX: boolean,
  score: number,
  index: number,
  source: number,
): void {
  const [a, b, c, d] = [data[at], data[at + 1], data[at + 2], data[at + 3]] as [number, number, number, number]
  if (byX) into.add(score, index, a, b, c, d, source)
  else into.add(score, index, b, a, d, c, source)
}

/** The number of classes, from scores per class `[b, k, n + 1]`, whose first column is the background. */
function countOfClasses(others: readonly Tensor[], rows: number): number | null {
  const scores = others.filter(
    ({ shape, data, path }) =>
      shape.length === 3 && shape[2] !== 4 && within(data, 0, 1) && !/keypoint|mask/i.test(path),
  )
  const found = scores.find(({ shape }) => shape[1] === rows) ?? scores.find(({ path }) => /score/.test(path))
  return found === undefined ? null : (found.shape[2] ?? 1) - 1
}

/** A class 0 among the boxes that count: the classes are numbered from 0. */
function hasZero({ data, shape }: Tensor, kept: (row: number) => number): boolean {
  const [batch = 0, rows = 0] = shape
  for (let row = 0; row < batch; row++) {
    for (let i = 0; i < kept(row); i++) if (Math.round(data[row * rows + i] as number) === 0) return true
  }
  return false
}
