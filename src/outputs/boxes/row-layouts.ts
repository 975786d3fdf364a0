import { prototypeCount } from './shapes.ts'

/** The columns of a row of numbers per box. */
interface Columns {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
  readonly score: number
  /** `null`: there is one class. */
  readonly index: number | null
}

/** How a family writes decoded boxes. */
export interface RowLayout {
  readonly id: string
  readonly label: string
  /** Columns, or those before a number of points: x, y and score each. */
  readonly width: number
  readonly columns: Columns
  /** x and y of five points from this column. */
  readonly points?: number
  /** What follows the columns. */
  readonly more?: 'points' | 'masks'
  /** The number of the first class. */
  readonly firstClass: number
  /** A column that is the same number in all rows: the picture's index. */
  readonly constant?: number
  /** A column that is one minus the score. */
  readonly complement?: number
  /** A column of −1, 0 and 1. */
  readonly flag?: number
  readonly names?: readonly string[]
  /** How well the layout fits if the values do not tell it from another one; lower for the rarer order. */
  readonly fit: number
  /** Names of inputs or nodes that favour it. */
  readonly evidence?: RegExp
}

const byX = { left: 0, top: 1, right: 2, bottom: 3 }

export const rowLayouts: readonly RowLayout[] = [
  {
    id: 'rows-xyxy',
    label: 'Rows of left, top, right, bottom, score, class',
    width: 6,
    columns: { ...byX, score: 4, index: 5 },
    firstClass: 0,
    fit: 0.95,
  },
  {
    id: 'rows-yxyx',
    label: 'Rows of top, left, bottom, right, score, class',
    width: 6,
    columns: { left: 1, top: 0, right: 3, bottom: 2, score: 4, index: 5 },
    firstClass: 0,
    fit: 0.94,
  },
  {
    id: 'rows-xyxy-points',
    label: 'Rows of left, top, right, bottom, score, class, then x, y and score of points (YOLO)',
    width: 6,
    more: 'points',
    columns: { ...byX, score: 4, index: 5 },
    firstClass: 0,
    fit: 0.96,
  },
  {
    id: 'rows-xyxy-masks',
    label: 'Rows of left, top, right, bottom, score, class, then the weights of prototype masks (YOLO)',
    width: 6,
    more: 'masks',
    columns: { ...byX, score: 4, index: 5 },
    firstClass: 0,
    fit: 0.97,
  },
  {
    id: 'rows-image-xyxy',
    label: 'Rows of picture, left, top, right, bottom, score, class',
    width: 7,
    columns: { left: 1, top: 2, right: 3, bottom: 4, score: 5, index: 6 },
    firstClass: 1,
    constant: 0,
    fit: 0.95,
  },
  {
    id: 'rows-image-yxyx',
    label: 'Rows of picture, top, left, bottom, right, score, class',
    width: 7,
    columns: { left: 2, top: 1, right: 4, bottom: 3, score: 5, index: 6 },
    firstClass: 1,
    constant: 0,
    fit: 0.94,
    evidence: /image_arrays/,
  },
  {
    id: 'rows-image-class',
    label: 'Rows of picture, class, score, left, top, right, bottom',
    width: 7,
    columns: { left: 3, top: 4, right: 5, bottom: 6, score: 2, index: 1 },
    firstClass: 1,
    constant: 0,
    fit: 0.95,
  },
  {
    id: 'rows-face',
    label: 'Rows of background, face, left, top, right, bottom',
    width: 6,
    columns: { left: 2, top: 3, right: 4, bottom: 5, score: 1, index: null },
    complement: 0,
    firstClass: 0,
    names: ['face'],
    fit: 0.95,
  },
  {
    id: 'rows-face-points',
    label: 'Rows of left, top, right, bottom, five points, a flag and a score (RetinaFace)',
    width: 16,
    columns: { ...byX, score: 15, index: null },
    points: 4,
    flag: 14,
    firstClass: 0,
    names: ['face'],
    fit: 0.95,
  },
]

/** Points of published models at most. */
const mostPoints = 133

/** Whether rows of some width can be of a layout. */
export function hasWidth({ width, more }: RowLayout, found: number): boolean {
  if (more === 'masks') return found === width + prototypeCount
  if (more === 'points') return (found - width) % 3 === 0 && found > width && found <= width + 3 * mostPoints
  return found === width
}
