import type { Frame } from '../frame.ts'
import type { Skeleton } from '../skeleton.ts'
import type { Cell, ReadingRow } from './contract.ts'

/** Named points of bodies, faces or hands in a picture. */
export interface KeyPoints {
  /** One per element of the batch. */
  readonly rows: readonly KeyPointRow[]
  readonly frame: Frame
  /** The same for all instances. */
  readonly skeleton: Skeleton
  /** What one instance is: `person`, `face`, `hand`. */
  readonly thing: string
  /** The lowest score of an instance shown. */
  readonly threshold: number
  /** Points with a lower score are uncertain: the page draws them faintly, or not at all. */
  readonly pointThreshold: number
  /** Assumptions made while decoding, in sentences; may be empty. */
  readonly note: string
}

/** The instances in one picture, best first. With k points, point j of instance i is element `i * k + j`. */
export interface KeyPointRow {
  readonly count: number
  /** Of each instance, 0…1; `NaN` if the model gives none. */
  readonly score: Float32Array<ArrayBuffer>
  /** In pixels of the frame; points may lie outside it. */
  readonly x: Float32Array<ArrayBuffer>
  readonly y: Float32Array<ArrayBuffer>
  /** Depth, in units of `x`, nearer is smaller; empty if the model gives none. */
  readonly z: Float32Array<ArrayBuffer>
  /** Of each point, 0…1; empty if the model gives none. */
  readonly pointScore: Float32Array<ArrayBuffer>
  /** x, y, width and height of each instance; empty if the model gives no boxes. */
  readonly boxes: Float32Array<ArrayBuffer>
  /** Number of instances below the threshold, and the best score among them; `null` if there are none. */
  readonly below: number
  readonly bestBelow: number | null
}

/** One point as plain data; `score` is `null` if the model gives none. */
export interface KeyPoint {
  readonly name: string
  readonly x: number
  readonly y: number
  readonly score: number | null
}

/** The points of instance `i`. */
export function pointsAt({ skeleton: { names } }: KeyPoints, row: KeyPointRow, i: number): readonly KeyPoint[] {
  return names.map((name, j) => {
    const at = i * names.length + j
    return {
      name,
      x: row.x[at] ?? Number.NaN,
      y: row.y[at] ?? Number.NaN,
      score: row.pointScore[at] ?? null,
    }
  })
}

/** Instances and their points. */
export const keypoints: ReadingRow<KeyPoints> = {
  listsThings: true,

  batch: ({ rows }) => rows.length,

  headline: ({ rows, thing, threshold }) => {
    const count = rows.reduce((sum, row) => sum + row.count, 0)
    return { kind: 'found', things: count === 0 ? [] : [{ label: thing, count }], more: false, above: threshold }
  },

  cells: (data) => {
    const [row] = data.rows
    return [
      ['instances', row?.count ?? 0],
      ['score', row?.score[0] ?? null],
    ]
  },

  table: (data) => ({
    titles: ['row', 'instance', 'instance score', 'point', 'x', 'y', 'z', 'score'],
    rows: linesOf(data),
  }),

  record: (data, _output, maxLength) => {
    const { frame, thing, threshold, pointThreshold } = data
    return { frame, thing, threshold, pointThreshold, instances: instancesOf(data, maxLength) }
  },
}

function* linesOf(data: KeyPoints): Generator<readonly Cell[]> {
  const size = data.skeleton.names.length
  for (const [at, row] of data.rows.entries()) {
    for (let i = 0; i < row.count; i++) {
      for (const [j, { name, x, y, score }] of pointsAt(data, row, i).entries())
        yield [at, i, row.score[i] ?? null, name, x, y, row.z[i * size + j] ?? null, score]
    }
  }
}

/** All instances of the batch in turn; `row` says whose they are if there are several pictures. */
function instancesOf(data: KeyPoints, maxLength: number): readonly unknown[] {
  const instances: unknown[] = []
  for (const [at, row] of data.rows.entries()) {
    for (let i = 0; i < row.count && instances.length < maxLength; i++) {
      instances.push({
        ...(data.rows.length > 1 ? { row: at } : {}),
        score: row.score[i] ?? null,
        points: pointsAt(data, row, i),
      })
    }
  }
  return instances
}
