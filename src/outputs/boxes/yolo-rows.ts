import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { coco17, unnamed } from '../skeletons.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'
import type { Candidates } from './candidates.ts'
import { countCells } from './cells.ts'
import type { BoxLayout, BoxPoints, Detector } from './layout.ts'
import { type Coefficients, prototypeCount, prototypesBeside, shapesOfPrototypes } from './shapes.ts'
import { unitsOf } from './units.ts'

/** YOLO v8 to v12: centre, size and a score per class for each cell; the scores are activated. */
export const yolo8: BoxLayout = {
  id: 'yolo-v8',
  label: 'Centre, size, classes of each cell (YOLO v8 and later)',
  find: (outputs, context) => findIn(tensorsOf(outputs, context), context, false),
}

/** YOLO v5 and v7: centre, size, objectness and a score per class for three boxes of each cell. */
export const yolo5: BoxLayout = {
  id: 'yolo-v5',
  label: 'Centre, size, objectness, classes of each box (YOLO v5, v7)',
  find: (outputs, context) => findIn(tensorsOf(outputs, context), context, true),
}

/** Feature maps of published versions: of the usual size, with a finer or a coarser one, and of the tiny versions. */
const strides: readonly (readonly number[])[] = [
  [8, 16, 32],
  [16, 32],
  [8, 16, 32, 64],
  [4, 8, 16, 32],
]

/** The output as a table: element `row * rowStep + column * columnStep` from `start`. */
interface Table {
  readonly batch: number
  readonly rows: number
  readonly columns: number
  readonly rowStep: number
  readonly columnStep: number
}

function findIn(tensors: readonly Tensor[], context: ReadContext, hasObjectness: boolean): readonly Detector[] {
  return tensors.flatMap((tensor) =>
    tablesOf(tensor).flatMap((table) => {
      const fit = fitOf(table, context, hasObjectness)
      if (fit === 0) return []
      const prototypes = hasObjectness || table.columns > 36 ? prototypesBeside(tensor, tensors) : null
      const columns = columnsOf(tensor, table, hasObjectness, prototypes !== null)
      return columns === null ? [] : [detectorOf(tensor, table, columns, fit, prototypes, context)]
    }),
  )
}

/** `[b, columns, rows]` and `[b, rows, columns]`. */
function tablesOf({ shape }: Tensor): readonly Table[] {
  const [batch = 0, second = 0, third = 0] = shape
  if (shape.length !== 3 || batch === 0) return []
  return second < third
    ? [{ batch, columns: second, rows: third, rowStep: 1, columnStep: third }]
    : [{ batch, columns: third, rows: second, rowStep: third, columnStep: 1 }]
}

/** By the number of boxes per cell, which each version has its own of. */
function fitOf({ rows, columns, rowStep }: Table, context: ReadContext, hasObjectness: boolean): number {
  if (columns < (hasObjectness ? 6 : 5)) return 0
  const { width, height, frame } = pictureInput(context)
  if (frame.of === 'unit') return 0
  const cells = strides.map((some) => countCells({ width, height }, some))
  const one = cells.includes(rows)
  const three = cells.some((count) => count * 3 === rows)
  const asUsual = hasObjectness ? three && rowStep !== 1 : one && rowStep === 1
  if (asUsual) return 0.96
  return one || three ? (hasObjectness ? 0.6 : 0.55) : 0
}

/** Where the classes, the points and the rest of a row are. */
interface Columns {
  readonly first: number
  readonly classes: number
  readonly objectness: boolean
  /** x, y and score of each point from this column, or x and y only. */
  readonly points: { readonly first: number; readonly count: number; readonly size: 2 | 3 } | null
  readonly rotated: boolean
  /** The coefficients of the prototype masks begin at this column; `null` if there are none. */
  readonly coefficients: number | null
}

/** By the ranges of the columns: scores are 0…1 and mostly near 0, points are positions. */
function columnsOf(tensor: Tensor, table: Table, objectness: boolean, hasMasks: boolean): Columns | null {
  const first = objectness ? 5 : 4
  const rest = table.columns - first - (hasMasks ? prototypeCount : 0)
  if (rest < 1) return null
  const isScore = Array.from({ length: table.columns }, (_, column) => column >= 4 && isScores(tensor, table, column))
  const scores = (from: number, to: number) => isScore.slice(from, to).every((one) => one)
  if (objectness && isScore[4] !== true) return null
  const plain = { first, objectness, points: null, rotated: false, coefficients: null }
  if (scores(first, first + rest)) return { ...plain, classes: rest, coefficients: hasMasks ? first + rest : null }
  if (hasMasks) return null
  const points = (rest - 1) / 3
  if (isScore[first] === true && Number.isInteger(points) && points >= 1)
    return { ...plain, classes: 1, points: { first: first + 1, count: points, size: 3 } }
  if (!objectness && rest >= 2 && scores(first, first + rest - 1)) return { ...plain, classes: rest - 1, rotated: true }
  return null
}

/** Rows examined at most. */
const examined = 512

/** Whether a column is 0…1 and mostly near 0, as the scores of one class for all places in a picture are. */
function isScores({ data }: Tensor, { rows, rowStep, columnStep }: Table, column: number): boolean {
  const step = Math.max(1, Math.floor(rows / examined))
  let sum = 0
  let count = 0
  for (let row = 0; row < rows; row += step) {
    const value = data[row * rowStep + column * columnStep] as number
    if (!(value >= -0.001 && value <= 1.001)) return false
    sum += value
    count++
  }
  return sum <= count * 0.4
}

function detectorOf(
  tensor: Tensor,
  table: Table,
  columns: Columns,
  fit: number,
  prototypes: Tensor | null,
  context: ReadContext,
): Detector {
  const { data } = tensor
  const { batch, rows, rowStep, columnStep } = table
  const size = rows * table.columns
  const units = unitsOf(rows * 4, (i) => data[Math.floor(i / 4) * rowStep + (i % 4) * columnStep] as number)
  const coefficients = coefficientsIn(tensor, table, columns)
  return {
    fit,
    reason: `${rows} rows are the cells of a detector with this input, and ${columns.classes === 1 ? 'one column is a score' : `${columns.classes} columns are scores`}`,
    uses: [tensor.name, ...(prototypes === null ? [] : [prototypes.name])],
    batch,
    units,
    classes: columns.classes,
    firstClass: 0,
    ...(columns.points?.count === coco17.names.length && columns.classes === 1 ? { names: ['person'] } : {}),
    threshold: 0.25,
    overlap: 0.45,
    ...(columns.points === null ? {} : { points: pointsOf(data, table, columns.points) }),
    ...(prototypes === null || coefficients === null
      ? {}
      : { shapes: shapesOfPrototypes(prototypes, pictureInput(context), units, coefficients) }),
    note: columns.rotated ? 'The boxes are rotated in the model; they are drawn upright.' : '',
    decode: (row, into) => {
      const picture = data.subarray(row * size, (row + 1) * size)
      if (columns.objectness) decodeObjects(picture, table, columns, into)
      else decodeCells(picture, table, columns, into)
    },
  }
}

function coefficientsIn({ data }: Tensor, table: Table, { coefficients }: Columns): Coefficients | null {
  if (coefficients === null) return null
  const { rows, columns, rowStep, columnStep } = table
  return (row, source) => {
    const start = row * rows * columns + source * rowStep + coefficients * columnStep
    return Float32Array.from({ length: prototypeCount }, (_, k) => data[start + k * columnStep] as number)
  }
}

function pointsOf(
  data: Tensor['data'],
  { rows, columns, rowStep, columnStep }: Table,
  { first, count, size }: NonNullable<Columns['points']>,
): BoxPoints {
  const value = (row: number, source: number, column: number) =>
    data[row * rows * columns + source * rowStep + column * columnStep] as number
  return {
    skeleton: count === coco17.names.length ? coco17 : unnamed(count),
    write: (row, source, into, at) => {
      for (let i = 0; i < count; i++) {
        into[at + i * 2] = value(row, source, first + i * size)
        into[at + i * 2 + 1] = value(row, source, first + i * size + 1)
      }
    },
    scores: (row, source, into, at) => {
      for (let i = 0; i < count; i++) into[at + i] = value(row, source, first + i * size + 2)
    },
  }
}

/** The best class of each row first, in the order in which the values lie in memory. */
function decodeCells(data: Tensor['data'], table: Table, { first, classes }: Columns, into: Candidates): void {
  const { rows, rowStep, columnStep } = table
  const best = new Float32Array(rows)
  const index = new Int32Array(rows)
  for (let column = 0; column < classes; column++) {
    const start = (first + column) * columnStep
    for (let row = 0; row < rows; row++) {
      const score = data[start + row * rowStep] as number
      if (score > (best[row] as number)) {
        best[row] = score
        index[row] = column
      }
    }
  }
  for (let row = 0; row < rows; row++) addCentred(data, table, row, best[row] as number, index[row] as number, into)
}

/** The score is objectness times class: rows with too low an objectness are passed over. */
function decodeObjects(data: Tensor['data'], table: Table, { first, classes }: Columns, into: Candidates): void {
  const { rows, rowStep, columnStep } = table
  for (let row = 0; row < rows; row++) {
    const at = row * rowStep
    const objectness = data[at + 4 * columnStep] as number
    if (!into.wants(objectness)) {
      into.skip(objectness)
      continue
    }
    let best = Number.NEGATIVE_INFINITY
    let index = 0
    for (let column = 0; column < classes; column++) {
      const score = data[at + (first + column) * columnStep] as number
      if (score > best) {
        best = score
        index = column
      }
    }
    addCentred(data, table, row, best * objectness, index, into)
  }
}

function addCentred(
  data: Tensor['data'],
  { rowStep, columnStep }: Table,
  row: number,
  score: number,
  index: number,
  into: Candidates,
): void {
  if (!into.wants(score)) {
    into.skip(score)
    return
  }
  const at = row * rowStep
  const x = data[at] as number
  const y = data[at + columnStep] as number
  const halfWidth = (data[at + 2 * columnStep] as number) / 2
  const halfHeight = (data[at + 3 * columnStep] as number) / 2
  into.add(score, index, x - halfWidth, y - halfHeight, x + halfWidth, y + halfHeight, row)
}
