import { type Tensor, tensorsOf } from '../tensors.ts'
import { headsIn } from './centernet.ts'
import type { BoxLayout, Detector } from './layout.ts'
import { unitsOf } from './units.ts'

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

interface RowLayout {
  readonly id: string
  readonly label: string
  readonly width: number
  readonly columns: Columns
  /** The number of the first class. */
  readonly firstClass: number
  /** A column that is the same number in all rows: the picture's index. */
  readonly constant?: number
  readonly names?: readonly string[]
  /** How well the layout fits if the values do not tell it from another one; lower for the rarer order. */
  readonly fit: number
  /** Names of inputs or nodes that favour it. */
  readonly evidence?: RegExp
}

const byX = { left: 0, top: 1, right: 2, bottom: 3 }

const rowLayouts: readonly RowLayout[] = [
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
    firstClass: 0,
    names: ['face'],
    fit: 0.95,
  },
]

/** One layout per order of the columns of decoded boxes: `[b, k, 6]`, `[k, 6]`, `[b, k, 7]`, `[1, 1, k, 7]`. */
export const decodedRows: readonly BoxLayout[] = rowLayouts.map((layout) => ({
  id: layout.id,
  label: layout.label,
  find: (outputs, context) => {
    const tensors = tensorsOf(outputs, context)
    const inputs = context.inputs.map(({ name }) => name).join(' ')
    return tensors.flatMap((tensor) => {
      const rows = rowsOf(tensor, layout)
      if (rows === null) return []
      const bonus = layout.evidence?.test(`${tensor.path} ${inputs}`) === true ? 0.02 : 0
      return [detectorOf(tensor, rows, layout, bonus, headsBeside(tensors))]
    })
  },
}))

/** Without a row that is filled, only a name tells what the rows would hold. */
const namedAsBoxes = /detect|boxes|bbox|nms|non_?max/i

interface Rows {
  readonly batch: number
  readonly count: number
}

/** The rows of an output whose values fit the columns; `null` for other outputs. */
function rowsOf({ shape, data, path }: Tensor, layout: RowLayout): Rows | null {
  const { width, columns, constant } = layout
  const count = shape.at(-2) ?? 0
  const batch = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  if (shape.length < 2 || shape.at(-1) !== width || count === 0 || batch === 0) return null
  let filled = 0
  let inverted = 0
  let empty = 0
  for (let at = 0; at < data.length; at += width) {
    const value = (column: number) => data[at + column] as number
    // A row with NaN says nothing, and is not shown either.
    if (!data.subarray(at, at + width).every(Number.isFinite)) continue
    const score = value(columns.score)
    if (!(score >= -1 && score <= 1.001)) return null
    // Rows that are left over hold zeros or −1.
    if (score <= 0) continue
    filled++
    if (!isClass(columns.index === null ? 0 : value(columns.index))) return null
    if (constant !== undefined && value(constant) !== Math.floor(at / width / count)) return null
    if (columns.index === null && Math.abs(score + value(0) - 1) > 0.01) return null
    const across = value(columns.right) - value(columns.left)
    const down = value(columns.bottom) - value(columns.top)
    if (across < 0 || down < 0) inverted++
    else if (across === 0 || down === 0) empty++
  }
  if (filled === 0) return namedAsBoxes.test(path) ? { batch, count } : null
  return inverted <= filled * 0.05 && empty < filled ? { batch, count } : null
}

function isClass(value: number): boolean {
  return value >= 0 && value < 10_000 && Math.abs(value - Math.round(value)) <= 0.02
}

/** The maps from which CenterNet makes its rows, if they are outputs too. */
function headsBeside(tensors: readonly Tensor[]): readonly string[] {
  const [head] = headsIn(tensors)
  if (head === undefined) return []
  return [head.heat, head.sizes, head.offsets].flatMap((one) => one?.name ?? [])
}

function detectorOf(
  tensor: Tensor,
  { batch, count }: Rows,
  layout: RowLayout,
  bonus: number,
  beside: readonly string[],
): Detector {
  const { width, columns, names, firstClass } = layout
  const { data } = tensor
  const sides = [columns.left, columns.top, columns.right, columns.bottom]
  return {
    fit: layout.fit + bonus,
    reason: `each row of ${tensor.name} has ${sides.length} sides in order, a score and a class`,
    uses: [tensor.name, ...beside],
    batch,
    units: unitsOf(batch * count * 4, (i) => data[Math.floor(i / 4) * width + (sides[i % 4] as number)] as number),
    classes: names?.length ?? null,
    firstClass,
    ...(names === undefined ? {} : { names }),
    threshold: 0.3,
    overlap: 1,
    note: '',
    decode: (row, into) => {
      for (let i = 0; i < count; i++) {
        const at = (row * count + i) * width
        const value = (column: number) => data[at + column] as number
        const index = columns.index === null ? 0 : Math.round(value(columns.index))
        const { left, top, right, bottom } = columns
        into.add(value(columns.score), index, value(left), value(top), value(right), value(bottom), i)
      }
    },
  }
}
