import type { Frame } from '../frame.ts'
import type { Rectangle } from '../geometry.ts'
import type { Skeleton } from '../skeleton.ts'
import type { Cell, ReadingRow } from './contract.ts'

/** Boxes around things in a picture, with the class of each. */
export interface Boxes {
  /** One per element of the batch. */
  readonly rows: readonly BoxRow[]
  readonly frame: Frame
  /** The lowest score shown. */
  readonly threshold: number
  /** Names by class index; `null`: the classes are numbered. An empty name is numbered too. */
  readonly labels: readonly string[] | null
  /** Source of the names; `null` without names. */
  readonly labelsSource: string | null
  /** Classes above the threshold in the whole batch, whether the class filter shows them or not; most frequent first. */
  readonly classes: readonly ClassCount[]
  /** Points that each box carries, such as the eyes of a face; `null` if it carries none. */
  readonly skeleton: Skeleton | null
  /** Assumptions made while decoding, in sentences; may be empty. */
  readonly note: string
}

export interface ClassCount {
  readonly index: number
  readonly label: string
  readonly count: number
}

/** The boxes of one picture, best first; element i of each array belongs to box i. */
export interface BoxRow {
  readonly count: number
  /** Left and upper edges and sizes in the frame; boxes may extend beyond it. */
  readonly x: Float32Array<ArrayBuffer>
  readonly y: Float32Array<ArrayBuffer>
  readonly width: Float32Array<ArrayBuffer>
  readonly height: Float32Array<ArrayBuffer>
  readonly score: Float32Array<ArrayBuffer>
  /** The class, as the model numbers it. */
  readonly index: Int32Array<ArrayBuffer>
  /** With a skeleton of k points: x and y of point j of box i at `(i * k + j) * 2`; else empty. */
  readonly points: Float32Array<ArrayBuffer>
  /** The scores of the points at `i * k + j`, 0…1; empty if they have none. */
  readonly pointScores: Float32Array<ArrayBuffer>
  /** Where in each box its thing is, for the best boxes; empty if the model does not tell. */
  readonly shapes: readonly BoxShape[]
  readonly removed: RemovedBoxes
  /** The best box below the threshold; `null` if there is none. */
  readonly bestBelow: { readonly score: number; readonly index: number } | null
}

/** Numbers of boxes left out. */
export interface RemovedBoxes {
  /** Below the threshold. */
  readonly below: number
  /** Overlapping a better one. */
  readonly overlapping: number
  /** Of a class that is filtered out. */
  readonly filtered: number
  /** With NaN or infinite values. */
  readonly broken: number
}

/** Whether the model gave only NaN or infinite values for a picture. */
export function isLost({ count, removed }: BoxRow): boolean {
  return removed.broken > 0 && count + removed.below + removed.overlapping + removed.filtered === 0
}

/** The pixels of the thing in a box, as a grid over a part of the frame. */
export interface BoxShape {
  readonly width: number
  readonly height: number
  readonly place: Rectangle
  /** 1 where the thing is, row by row. */
  readonly inside: Uint8Array<ArrayBuffer>
}

/** One box as plain data. */
export interface Box {
  readonly label: string
  readonly index: number
  readonly score: number
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

/** Box `i` of a row. */
export function boxAt(data: Pick<Boxes, 'labels'>, row: BoxRow, i: number): Box {
  const index = row.index[i] ?? 0
  return {
    label: boxLabel(data, index),
    index,
    score: row.score[i] ?? Number.NaN,
    x: row.x[i] ?? Number.NaN,
    y: row.y[i] ?? Number.NaN,
    width: row.width[i] ?? Number.NaN,
    height: row.height[i] ?? Number.NaN,
  }
}

export function boxLabel({ labels }: Pick<Boxes, 'labels'>, index: number): string {
  return labels?.[index] || `class ${index}`
}

/** The area of the thing in box `i`, in pixels of the frame; `null` without a shape. */
export function areaOf({ shapes }: BoxRow, i: number): number | null {
  const shape = shapes[i]
  if (shape === undefined || shape.inside.length === 0) return null
  let cells = 0
  for (const one of shape.inside) cells += one
  return (cells * shape.place.width * shape.place.height) / shape.inside.length
}

/** Point `j` of box `i`, in the frame; its score is `null` if the points have none. */
export function boxPoint(row: BoxRow, { names }: Skeleton, i: number, j: number) {
  const at = i * names.length + j
  return {
    name: names[j] ?? '',
    x: row.points[at * 2] ?? Number.NaN,
    y: row.points[at * 2 + 1] ?? Number.NaN,
    score: row.pointScores[at] ?? null,
  }
}

/** Maximum number of classes in a headline. */
const maxNamed = 3

export const boxes: ReadingRow<Boxes> = {
  listsThings: true,

  batch: ({ rows }) => rows.length,

  headline: (data) => {
    if (data.rows.length > 0 && data.rows.every(isLost)) return { kind: 'lost' }
    const things = countsOf(data)
    return { kind: 'found', things: things.slice(0, maxNamed), more: things.length > maxNamed, above: data.threshold }
  },

  cells: (data) => {
    const [row] = data.rows
    const best = row === undefined || row.count === 0 ? null : boxAt(data, row, 0)
    return [
      ['boxes', row?.count ?? 0],
      ['label', best?.label ?? null],
      ['score', best?.score ?? null],
      ...(['x', 'y', 'width', 'height'] as const).map((side) => [side, best?.[side] ?? null] as const),
    ]
  },

  table: (data) => ({
    titles: [
      'row',
      'label',
      'index',
      'score',
      'x',
      'y',
      'width',
      'height',
      ...(hasShapes(data) ? ['area'] : []),
      ...(data.skeleton?.names ?? []).flatMap((name) => [`${name} x`, `${name} y`]),
    ],
    rows: linesOf(data),
  }),

  record: (data, _output, maxLength) => {
    const items = itemsOf(data, maxLength)
    return { frame: data.frame, labels: data.labelsSource, threshold: data.threshold, items }
  },
}

function* linesOf(data: Boxes): Generator<readonly Cell[]> {
  for (const [at, row] of data.rows.entries()) {
    for (let i = 0; i < row.count; i++) {
      const { label, index, score, x, y, width, height } = boxAt(data, row, i)
      const area = hasShapes(data) ? [areaOf(row, i)] : []
      const points = pointsOf(data, row, i).flatMap((one) => [one.x, one.y])
      yield [at, label, index, score, x, y, width, height, ...area, ...points]
    }
  }
}

/** All boxes of the batch in turn; `row` says whose they are if there are several pictures. */
function itemsOf(data: Boxes, maxLength: number): readonly unknown[] {
  const items: unknown[] = []
  for (const [at, row] of data.rows.entries()) {
    for (let i = 0; i < row.count && items.length < maxLength; i++) {
      const points = pointsOf(data, row, i)
      items.push({
        ...(data.rows.length > 1 ? { row: at } : {}),
        ...boxAt(data, row, i),
        ...(hasShapes(data) ? { area: areaOf(row, i) } : {}),
        ...(points.length > 0 ? { points } : {}),
      })
    }
  }
  return items
}

function hasShapes({ rows }: Boxes): boolean {
  return rows.some(({ shapes }) => shapes.length > 0)
}

function pointsOf({ skeleton }: Boxes, row: BoxRow, i: number) {
  return skeleton === null ? [] : skeleton.names.map((_, j) => boxPoint(row, skeleton, i, j))
}

/** The classes of the shown boxes of all pictures, most frequent first. */
function countsOf(data: Boxes): readonly ClassCount[] {
  const counts = new Map<number, number>()
  for (const row of data.rows)
    for (const index of row.index.subarray(0, row.count)) counts.set(index, (counts.get(index) ?? 0) + 1)
  return [...counts]
    .map(([index, count]) => ({ index, label: boxLabel(data, index), count }))
    .sort((a, b) => b.count - a.count)
}
