import type { ColumnStatistics } from '../../base/model.ts'
import { own } from '../../base/own.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { Snippet, StepWriter } from './contract.ts'
import type { CodeInput } from './input.ts'
import { readers } from './javascript-read.ts'
import { javascriptSound } from './sound/javascript.ts'
import { commentText, javascriptLiteral as literal } from './text.ts'
import { columnsOf, meanStdOf, numberOf, positionOf, statedOrders, statedPairs, textOf } from './values.ts'

const none: Snippet = { lines: [] }
const kernels: Readonly<Record<string, string>> = {
  bilinear: 'bilinear',
  antialiased: 'antialiased',
  nearest: 'nearest',
}

/** Plain TensorFlow.js code by step id. Pictures are the tensor `x`, everything else `data` and `shape`. */
export const javascriptSteps: Readonly<Record<string, StepWriter>> = {
  read: (step, input, options) => readers[input.source](step, input, options),
  fill: (step, input, options) => readers.fill(step, input, options),
  ...javascriptSound.steps,
  resize: (step, { picture }) => {
    const kernel = own(kernels, textOf(step, 'kernel')) ?? 'bilinear'
    const { height, width } = picture ?? { height: numberOf(step, 'height', 1), width: numberOf(step, 'width', 1) }
    const method = textOf(step, 'method')
    if (method === 'tiles')
      return {
        lines: ['// Glassbox ran the picture in tiles. As a whole it takes more memory, and an input of free size.'],
      }
    if (method === 'centre-crop')
      return {
        lines: [`x = ${kernel}(centreCrop(x, ${height}, ${width}), ${height}, ${width})`],
        uses: ['centreCrop', kernel],
      }
    if (method === 'fit')
      return {
        lines: [`x = fit(x, ${height}, ${width}, ${numberOf(step, 'pad', 0)}, ${kernel})`],
        uses: ['fit', kernel],
      }
    return { lines: [`x = ${kernel}(x, ${height}, ${width})`], uses: [kernel] }
  },
  channels: (step, { picture }) => {
    const count = picture?.channels ?? 3
    const order = count === 1 ? 'grey' : textOf(step, 'order')
    if (order === 'bgr') return { lines: [`x = x.gather(${count === 4 ? '[2, 1, 0, 3]' : '[2, 1, 0]'}, 2)`] }
    if (order !== 'grey') return none
    if (count === 1) return { lines: ['x = grey(x)'], uses: ['grey'] }
    if (count === 4)
      return { lines: ['x = tf.concat([grey(x).tile([1, 1, 3]), x.slice([0, 0, 3], [-1, -1, 1])], 2)'], uses: ['grey'] }
    return { lines: ['x = grey(x).tile([1, 1, 3])'], uses: ['grey'] }
  },
  invert: ({ values }) => (values.invert === true ? { lines: ['x = tf.sub(255, x)'] } : none),
  scale: (step, input) => scaleLines(step, input),
  layout: (_step, { picture, shape }) => {
    if (picture === null) return none
    const { layout, channels, batch, hasBatch } = picture
    const one = hasBatch ? [1, ...shape.slice(1)] : shape
    return {
      lines: [
        `x = x${layout === 'nchw' && channels > 1 ? '.transpose([2, 0, 1])' : ''}.reshape(${literal(one)})`,
        ...(batch > 1 ? [`x = x.tile(${literal(shape.map((_, axis) => (axis === 0 ? batch : 1)))})`] : []),
      ],
    }
  },
  columns: (step, _input, { columns }) => columnLines(step, columns),
  standardise: (step, input, { columns }) => standardiseLines(step, input, columns),
  shape: (step, { shape, picture }) => {
    const row = textOf(step, 'rows') === 'one' ? numberOf(step, 'row', 1) - 1 : null
    const moves = step.fields.some(({ id }) => id === 'order') && textOf(step, 'order') === 'transpose'
    return {
      lines: [
        ...(row === null
          ? []
          : [
              'shape = shape.slice(1)',
              'const size = shape.reduce((a, b) => a * b, 1)',
              `data = data.slice(${row} * size, ${row + 1} * size)`,
            ]),
        ...(moves
          ? [
              `const axes = shape.length === 4 ? ${picture?.layout === 'nchw' ? '[0, 3, 1, 2] : [2, 0, 1]' : '[0, 2, 3, 1] : [1, 2, 0]'}`,
              'data = Array.from(tf.tensor(Array.from(data), shape).transpose(axes).dataSync())',
            ]
          : []),
        `shape = ${literal(shape)}`,
      ],
    }
  },
  cast: (step, input) => castLines(step, input),
}

function scaleLines(step: PlannedStep, { source, picture, plan }: CodeInput): Snippet {
  const scale = textOf(step, 'scale')
  const isPixels = source === 'image'
  if (scale === 'none' || scale === '') return none
  if (scale === 'zero-one')
    return { lines: [isPixels ? 'x = x.div(255)' : 'data = Array.from(data, (value) => value / 255)'] }
  if (scale === 'minus-one-one')
    return { lines: [isPixels ? 'x = x.div(127.5).sub(1)' : 'data = Array.from(data, (value) => value / 127.5 - 1)'] }
  const bgr = isPixels && plan.some((other) => other.id === 'channels' && textOf(other, 'order') === 'bgr')
  const channels = picture?.channels ?? 1
  const found = meanStdOf(step, channels, bgr)
  if (found === null)
    return { lines: [`// Glassbox scaled by "${commentText(scale)}", which this program does not know.`] }
  const toUnit = found.range === 1 ? '.div(255)' : ''
  if (isPixels) return { lines: [`x = x${toUnit}.sub(${literal(found.mean)}).div(${literal(found.std)})`] }
  const plane = (picture?.height ?? 1) * (picture?.width ?? 1)
  const channel = picture?.layout === 'nchw' ? `Math.floor(i / ${plane}) % ${channels}` : `i % ${channels}`
  return {
    lines: [
      `const mean = ${literal(found.mean)}`,
      `const deviation = ${literal(found.std)}`,
      `data = Array.from(data, (value, i) => (value${found.range === 1 ? ' / 255' : ''} - mean[${channel}]) / deviation[${channel}])`,
    ],
  }
}

function columnLines(step: PlannedStep, stated: readonly ColumnStatistics[] | null): Snippet {
  const { names, byName } = columnsOf(step)
  const orders = statedOrders(names, stated).map((categories) => literal(categories ?? []))
  const oneHot = step.values.oneHot === true
  const encode = !oneHot && step.values.encode === true
  const order = textOf(step, 'categories')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  const indices = byName ? `${literal(names)}.map((name) => header.indexOf(name))` : literal(names.map(positionOf))
  return {
    lines: [
      `const cells = ${indices}.map((index) => lines.map((line) => line[index] ?? ''))`,
      ...(oneHot
        ? [
            `const orders = [${orders.join(', ')}]`,
            "const isText = (column) => column.some((cell) => cell.trim() !== '' && Number.isNaN(number(cell)))",
            `const columns = cells.flatMap((column, i) => (orders[i].length > 0 || isText(column) ? oneHot(column, orders[i].length > 0 ? orders[i] : ${literal(order)}) : [column.map(number)]))`,
          ]
        : encode
          ? [
              `const columns = cells.map((column) => (column.some((cell) => cell.trim() !== '' && Number.isNaN(number(cell))) ? encode(column, ${literal(order)}) : column.map(number)))`,
            ]
          : ['const columns = cells.map((column) => column.map((cell) => number(cell)))']),
      'let shape = [lines.length, columns.length]',
      'let data = lines.flatMap((_, row) => columns.map((column) => column[row]))',
    ],
    uses: ['number', ...(oneHot ? ['oneHot'] : encode ? ['encode'] : [])],
  }
}

function standardiseLines(
  step: PlannedStep,
  { plan, shape }: CodeInput,
  stated: readonly ColumnStatistics[] | null,
): Snippet {
  const method = textOf(step, 'method')
  if (method === 'none' || method === '') return none
  const pairs = textOf(step, 'from') === 'metadata' ? statedPairs(method, plan, stated) : null
  if (pairs !== null)
    return { lines: [`data = standardise(Array.from(data), ${JSON.stringify(pairs)})`], uses: ['standardise'] }
  const missing =
    textOf(step, 'from') === 'metadata'
      ? ['// The statistics of the model’s metadata are not at hand here; those of this file are used instead.']
      : []
  const width = plan.some(({ id }) => id === 'columns') ? 'columns.length' : `${shape.at(-1) ?? 1}`
  return {
    lines: [
      ...missing,
      `data = standardise(Array.from(data), measured(Array.from(data), ${width}, ${literal(method)}))`,
    ],
    uses: ['standardise', 'measured'],
  }
}

function castLines(step: PlannedStep, { source, dtype }: CodeInput): Snippet {
  const nearest = textOf(step, 'rounding') === 'nearest'
  if (source === 'image') {
    if (dtype === 'int32') return { lines: [nearest ? "x = x.add(0.5).floor().cast('int32')" : "x = x.cast('int32')"] }
    return dtype === 'bool' ? { lines: ["x = x.cast('bool')"] } : none
  }
  if (dtype === 'int32') return { lines: [`data = Int32Array.from(data, ${nearest ? 'Math.round' : 'Math.trunc'})`] }
  if (dtype === 'bool') return { lines: ['data = Array.from(data, (value) => value !== 0)'] }
  return dtype === 'float32' ? { lines: ['data = Float32Array.from(data)'] } : none
}
