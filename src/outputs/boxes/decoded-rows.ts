import type { ReadContext } from '../contract.ts'
import { pictureInput } from '../picture-input.ts'
import { coco17, face5, unnamed } from '../skeletons.ts'
import { type Tensor, tensorsOf } from '../tensors.ts'
import { headsIn } from './centernet.ts'
import type { BoxLayout, BoxPoints, Detector } from './layout.ts'
import { hasWidth, type RowLayout, rowLayouts } from './row-layouts.ts'
import { prototypeCount, prototypesBeside, shapesOfPrototypes } from './shapes.ts'
import { unitsOf } from './units.ts'

/** One layout per order of the columns of decoded boxes: `[b, k, 6]`, `[k, 6]`, `[b, k, 7]`, `[1, 1, k, 7]`, `[k, 16]`. */
export const decodedRows: readonly BoxLayout[] = rowLayouts.map((layout) => ({
  id: layout.id,
  label: layout.label,
  find: (outputs, context) => {
    const tensors = tensorsOf(outputs, context)
    const inputs = context.inputs.map(({ name }) => name).join(' ')
    return tensors.flatMap((tensor) => {
      const rows = rowsOf(tensor, layout)
      const prototypes = layout.more === 'masks' ? prototypesBeside(tensor, tensors) : null
      if (rows === null || (layout.more === 'masks' && prototypes === null)) return []
      const bonus = layout.evidence?.test(`${tensor.path} ${inputs}`) === true ? 0.02 : 0
      return [detectorOf(tensor, rows, layout, bonus, { prototypes, heads: headsBeside(tensors), context })]
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
  const { columns, constant, complement, flag } = layout
  const width = shape.at(-1) ?? 0
  const count = shape.at(-2) ?? 0
  const batch = shape.slice(0, -2).reduce((product, size) => product * size, 1)
  if (shape.length < 2 || !hasWidth(layout, width) || count === 0 || batch === 0) return null
  let filled = 0
  let inverted = 0
  let empty = 0
  let apart = 0
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
    if (complement !== undefined && Math.abs(score + value(complement) - 1) > 0.01) return null
    if (flag !== undefined && ![-1, 0, 1].includes(value(flag))) return null
    const across = value(columns.right) - value(columns.left)
    const down = value(columns.bottom) - value(columns.top)
    if (across < 0 || down < 0) inverted++
    else if (across === 0 || down === 0) empty++
    if (layout.more === 'points' && !arePointsNear(data.subarray(at, at + width), layout)) apart++
  }
  if (filled === 0) return namedAsBoxes.test(path) ? { batch, count } : null
  return inverted <= filled * 0.05 && empty < filled && apart <= filled / 2 ? { batch, count } : null
}

/** Whether the points of a row lie around its box; columns of scores lie near zero instead. */
function arePointsNear(row: Tensor['data'], { width, columns }: RowLayout): boolean {
  const count = (row.length - width) / 3
  const isNear = (offset: number, low: number, high: number) => {
    let sum = 0
    for (let at = width + offset; at < row.length; at += 3) sum += row[at] as number
    return Math.abs(sum / count - (low + high) / 2) <= high - low
  }
  const { left, top, right, bottom } = columns
  const isAcross = isNear(0, row[left] as number, row[right] as number)
  return isAcross && isNear(1, row[top] as number, row[bottom] as number)
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

interface Beside {
  readonly prototypes: Tensor | null
  readonly heads: readonly string[]
  readonly context: ReadContext
}

/** The points of each row, in its units; `null` without any. */
function pointsOf({ data, shape }: Tensor, rows: number, { width: first, points, more }: RowLayout): BoxPoints | null {
  const width = shape.at(-1) ?? 0
  if (points !== undefined) {
    return {
      skeleton: face5,
      write: (row, source, into, at) => {
        const from = (row * rows + source) * width + points
        into.set(data.subarray(from, from + face5.names.length * 2), at)
      },
    }
  }
  if (more !== 'points') return null
  const count = (width - first) / 3
  const from = (row: number, source: number) => (row * rows + source) * width + first
  return {
    skeleton: count === coco17.names.length ? coco17 : unnamed(count),
    write: (row, source, into, at) => {
      for (let i = 0; i < count * 2; i++)
        into[at + i] = data[from(row, source) + Math.floor(i / 2) * 3 + (i % 2)] as number
    },
    scores: (row, source, into, at) => {
      for (let i = 0; i < count; i++) into[at + i] = data[from(row, source) + i * 3 + 2] as number
    },
  }
}

function detectorOf(
  tensor: Tensor,
  { batch, count }: Rows,
  layout: RowLayout,
  bonus: number,
  { prototypes, heads, context }: Beside,
): Detector {
  const { columns, names, firstClass } = layout
  const { data } = tensor
  const width = tensor.shape.at(-1) ?? 0
  const sides = [columns.left, columns.top, columns.right, columns.bottom]
  // Rows that are left over say nothing about the others.
  const filled = Array.from({ length: batch * count }, (_, i) => i * width).filter(
    (at) => (data[at + columns.score] as number) > 0,
  )
  const units = unitsOf(
    filled.length * 4,
    (i) => data[(filled[Math.floor(i / 4)] as number) + (sides[i % 4] as number)] as number,
  )
  const points = pointsOf(tensor, count, layout)
  return {
    fit: layout.fit + bonus,
    reason: `each row of ${tensor.name} has ${sides.length} sides in order, a score and a class`,
    uses: [tensor.name, ...(prototypes === null ? [] : [prototypes.name]), ...heads],
    batch,
    units,
    classes: names?.length ?? null,
    firstClass,
    ...(names === undefined ? {} : { names }),
    threshold: 0.3,
    overlap: 1,
    ...(points === null ? {} : { points }),
    ...(prototypes === null
      ? {}
      : {
          shapes: shapesOfPrototypes(prototypes, pictureInput(context), units, (row, source) => {
            const from = (row * count + source) * width + layout.width
            return data.subarray(from, from + prototypeCount)
          }),
        }),
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
