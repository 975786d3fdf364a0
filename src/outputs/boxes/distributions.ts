import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { isActivated, type Tensor, tensorsOf } from '../tensors.ts'
import { cellsOf, countCells } from './cells.ts'
import type { BoxLayout, Detector } from './layout.ts'
import { bestClasses } from './score-rule.ts'

/**
 * Detectors that give a distribution of the distance to each side: NanoDet and Keras CV’s YOLO v8. A side is the mean of
 * the distribution, times the stride.
 */
export const distributions: BoxLayout = {
  id: 'distributions',
  label: 'Scores and distributions of the distances to the sides (NanoDet, YOLO v8 of Keras CV)',
  find: (outputs, context) => {
    const tensors = tensorsOf(outputs, context).filter(({ shape }) => shape.length === 3 && (shape[0] ?? 0) > 0)
    return [...joined(tensors), ...apart(tensors)].flatMap((head) => detectorOf(head, context))
  },
}

/** Rows with scores first and bins after them, or outputs of each; one part per output. */
interface Head {
  readonly uses: readonly string[]
  readonly batch: number
  readonly classes: number
  readonly bins: number
  readonly parts: readonly Part[]
}

interface Part {
  readonly rows: number
  readonly scores: { readonly tensor: Tensor; readonly width: number }
  readonly sides: { readonly tensor: Tensor; readonly width: number; readonly first: number }
}

/** Bins per side: NanoDet’s 8 and 11, and 16 of YOLO v8. */
const binCounts = [16, 8, 11]

function joined(tensors: readonly Tensor[]): readonly Head[] {
  return tensors.flatMap((tensor) => {
    const [batch = 0, rows = 0, width = 0] = tensor.shape
    return binCounts.flatMap((bins) => {
      const classes = width - bins * 4
      if (classes < 1 || rows < width || !isBoundary(tensor, classes)) return []
      const part = { rows, scores: { tensor, width }, sides: { tensor, width, first: classes } }
      return [{ uses: [tensor.name], batch, classes, bins, parts: [part] }]
    })
  })
}

/** Whether scores end and bins begin at a column: those are 0…1, these are not. */
function isBoundary(tensor: Tensor, column: number): boolean {
  return isScored(tensor, column) && !isScored(tensor, column + 1)
}

/** Pairs with the same number of rows, the finest feature map first. */
function apart(tensors: readonly Tensor[]): readonly Head[] {
  return binCounts.flatMap((bins) => {
    const sides = tensors.filter(({ shape }) => shape[2] === bins * 4)
    const pairs = sides.flatMap((side) => {
      const scores = tensors.find((one) => one !== side && one.shape[1] === side.shape[1] && !sides.includes(one))
      return scores === undefined ? [] : [{ side, scores }]
    })
    const [first] = pairs
    if (first === undefined || pairs.length !== sides.length) return []
    const classes = first.scores.shape[2] ?? 0
    if (pairs.some(({ scores }) => scores.shape[2] !== classes)) return []
    const parts = pairs
      .map(
        ({ side, scores }): Part => ({
          rows: side.shape[1] ?? 0,
          scores: { tensor: scores, width: classes },
          sides: { tensor: side, width: bins * 4, first: 0 },
        }),
      )
      .sort((a, b) => b.rows - a.rows)
    const uses = parts.flatMap((part) => [part.sides.tensor.name, part.scores.tensor.name])
    return [{ uses, batch: first.side.shape[0] ?? 0, classes, bins, parts }]
  })
}

function detectorOf({ uses, batch, classes, bins, parts }: Head, context: ReadContext): readonly Detector[] {
  const input = pictureInput(context)
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  const strides = [
    [8, 16, 32],
    [8, 16, 32, 64],
  ].find((some) => countCells(input, some) === rows)
  if (input.frame.of === 'unit' || strides === undefined) return []
  // NanoDet-Plus, with its fourth stride, measures from the corner of a cell, the others from its centre.
  const centre = strides.length === 4 ? 0 : 0.5
  const activated = parts.every(({ scores, sides }) => scores.tensor === sides.tensor || isActivated(scores.tensor))
  const apply = activated ? 'none' : 'sigmoid'
  return [
    {
      fit: 0.965,
      reason: `${rows} rows of ${classes} scores and 4 × ${bins} numbers are distributions of the distances to the sides`,
      uses,
      batch,
      units: 'pixels',
      classes,
      firstClass: 0,
      threshold: 0.35,
      overlap: 0.6,
      note: '',
      decode: (row, into) => {
        const cells = cellsOf(input, strides)
        let start = 0
        for (const part of parts) {
          const { tensor, width } = part.scores
          const own = tensor.data.subarray(row * part.rows * width, (row + 1) * part.rows * width)
          const from = start
          bestClasses(own, width, { from: 0, to: classes, apply, firstClass: 0 }, into, (i, score, index) => {
            const at = (row * part.rows + i) * part.sides.width + part.sides.first
            const side = (k: number) => meanOf(part.sides.tensor.data, at + k * bins, bins) * stride
            const stride = cells.stride[from + i] as number
            const x = ((cells.x[from + i] as number) + centre) * stride
            const y = ((cells.y[from + i] as number) + centre) * stride
            into.add(score, index, x - side(0), y - side(1), x + side(2), y + side(3), from + i)
          })
          start += part.rows
        }
      },
    },
  ]
}

/** The mean of the bins' numbers under the softmax of their values. */
function meanOf(data: ArrayLike<number>, at: number, bins: number): number {
  let max = Number.NEGATIVE_INFINITY
  for (let i = 0; i < bins; i++) max = Math.max(max, data[at + i] as number)
  let sum = 0
  let weighted = 0
  for (let i = 0; i < bins; i++) {
    const weight = Math.exp((data[at + i] as number) - max)
    sum += weight
    weighted += weight * i
  }
  return weighted / sum
}

/** Rows examined at most. */
const examined = 256

/** Whether the first columns are 0…1. */
function isScored({ data, shape }: Tensor, columns: number): boolean {
  const width = shape[2] ?? 0
  const rows = data.length / width
  const step = Math.max(1, Math.floor(rows / examined))
  for (let row = 0; row < rows; row += step) {
    for (let i = 0; i < columns; i++) {
      const value = data[row * width + i] as number
      if (!(value >= 0 && value <= 1)) return false
    }
  }
  return true
}
