import type { ColumnStatistics } from '../../base/model.ts'
import { own } from '../../base/own.ts'
import type { PlannedStep } from '../../base/plan.ts'
import type { Snippet, StepWriter } from './contract.ts'
import type { CodeInput } from './input.ts'
import { readers, tuple } from './python-read.ts'
import { pythonSound } from './sound/python.ts'
import { commentText, pythonLiteral as literal } from './text.ts'
import { columnsOf, meanStdOf, numberOf, positionOf, statedOrders, statedPairs, textOf } from './values.ts'

const none: Snippet = { lines: [] }
const kernels: Readonly<Record<string, string>> = {
  bilinear: '',
  antialiased: ', antialias=True',
  nearest: ', method="nearest"',
}

/** Python code by step id. Everything is the NumPy array `x`. */
export const pythonSteps: Readonly<Record<string, StepWriter>> = {
  read: (step, input, options) => readers[input.source](step, input, options),
  fill: (step, input, options) => readers.fill(step, input, options),
  ...pythonSound.steps,
  resize: (step, { picture }) => {
    const { height, width } = picture ?? { height: numberOf(step, 'height', 1), width: numberOf(step, 'width', 1) }
    const how = own(kernels, textOf(step, 'kernel')) ?? ''
    const method = textOf(step, 'method')
    if (method === 'tiles')
      return {
        lines: ['# Glassbox ran the picture in tiles. As a whole it takes more memory, and an input of free size.'],
      }
    if (method === 'centre-crop')
      return {
        lines: [`x = resize(centre_crop(x, ${height}, ${width}), ${height}, ${width}${how})`],
        uses: ['resize', 'centre_crop'],
      }
    if (method === 'fit')
      return { lines: [`x = fit(x, ${height}, ${width}, ${numberOf(step, 'pad', 0)}${how})`], uses: ['resize', 'fit'] }
    return { lines: [`x = resize(x, ${height}, ${width}${how})`], uses: ['resize'] }
  },
  channels: (step, { picture }) => {
    const count = picture?.channels ?? 3
    const order = count === 1 ? 'grey' : textOf(step, 'order')
    if (order === 'bgr') return { lines: [`x = x[..., ${count === 4 ? '[2, 1, 0, 3]' : '::-1'}]`] }
    if (order !== 'grey') return none
    if (count === 1) return { lines: ['x = grey(x)'], uses: ['grey'] }
    if (count === 4)
      return { lines: ['x = np.concatenate([np.repeat(grey(x), 3, axis=-1), x[..., 3:]], axis=-1)'], uses: ['grey'] }
    return { lines: ['x = np.repeat(grey(x), 3, axis=-1)'], uses: ['grey'] }
  },
  invert: ({ values }) => (values.invert === true ? { lines: ['x = 255 - x'] } : none),
  scale: scaleLines,
  layout: (_step, { picture, shape }) => {
    if (picture === null) return none
    const { layout, channels, batch, hasBatch } = picture
    const moved = layout === 'nchw' && channels > 1 ? 'x.transpose(2, 0, 1)' : 'x'
    const repeated = batch > 1 ? [`x = np.repeat(x, ${batch}, axis=0)`] : []
    return { lines: [`x = ${moved}.reshape(${tuple(hasBatch ? [1, ...shape.slice(1)] : shape)})`, ...repeated] }
  },
  columns: (step, _input, { columns }) => columnLines(step, columns),
  standardise: (step, { plan }, { columns }) => standardiseLines(step, plan, columns),
  shape: (step, { shape, picture }) => {
    const moves = step.fields.some(({ id }) => id === 'order') && textOf(step, 'order') === 'transpose'
    const [source, target] = picture?.layout === 'nchw' ? [-1, -3] : [-3, -1]
    return {
      lines: [
        ...(textOf(step, 'rows') === 'one' ? [`x = x[${numberOf(step, 'row', 1) - 1}]`] : []),
        ...(moves ? [`x = np.moveaxis(x, ${source}, ${target})`] : []),
        `x = np.ascontiguousarray(x).reshape(${tuple(shape)})`,
      ],
    }
  },
  cast: (step, { dtype }) => {
    if (dtype === 'string') return none
    const whole = textOf(step, 'rounding') === 'nearest' ? 'np.floor(x + 0.5)' : 'np.trunc(x)'
    if (dtype === 'int32') return { lines: [`x = ${whole}.astype(np.int32)`] }
    return { lines: [dtype === 'bool' ? 'x = x != 0' : 'x = x.astype(np.float32)'] }
  },
}

function scaleLines(step: PlannedStep, { source, picture, plan }: CodeInput): Snippet {
  const scale = textOf(step, 'scale')
  if (scale === 'none' || scale === '') return none
  if (scale === 'zero-one') return { lines: ['x = x / 255'] }
  if (scale === 'minus-one-one') return { lines: ['x = x / 127.5 - 1'] }
  const bgr = source === 'image' && plan.some((other) => other.id === 'channels' && textOf(other, 'order') === 'bgr')
  const found = meanStdOf(step, picture?.channels ?? 1, bgr)
  if (found === null)
    return { lines: [`# Glassbox scaled by "${commentText(scale)}", which this program does not know.`] }
  // Pixels are still channels-last; other arrays already have the model's layout.
  const along = source !== 'image' && picture?.layout === 'nchw' ? '.reshape(-1, 1, 1)' : ''
  const values = (numbers: readonly number[]): string => `np.array(${literal(numbers)}, dtype=np.float32)${along}`
  return { lines: [`x = (x${found.range === 1 ? ' / 255' : ''} - ${values(found.mean)}) / ${values(found.std)}`] }
}

function columnLines(step: PlannedStep, stated: readonly ColumnStatistics[] | null): Snippet {
  const { names, byName } = columnsOf(step)
  const orders = statedOrders(names, stated).map((categories) => literal(categories ?? []))
  const chosen = byName ? `table[${literal(names)}]` : `table.iloc[:, ${literal(names.map(positionOf))}]`
  if (step.values.oneHot === true || step.values.encode === true) {
    const order = textOf(step, 'categories')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => name !== '')
    if (step.values.oneHot === true)
      return {
        lines: [
          `chosen = ${chosen}`,
          `orders = [${orders.join(', ')}]`,
          `x = np.column_stack([one_hot(column, known or ${literal(order)}) if known or not pd.api.types.is_numeric_dtype(column) else column for known, (_, column) in zip(orders, chosen.items())]).astype(np.float64)`,
        ],
        uses: ['one_hot'],
      }
    return {
      lines: [
        `chosen = ${chosen}`,
        `x = chosen.apply(lambda column: column if pd.api.types.is_numeric_dtype(column) else encode(column, ${literal(order)})).to_numpy(dtype=np.float64)`,
      ],
      uses: ['encode'],
    }
  }
  return { lines: [`x = ${chosen}.apply(pd.to_numeric, errors="coerce").to_numpy(dtype=np.float64)`] }
}

function standardiseLines(
  step: PlannedStep,
  plan: readonly PlannedStep[],
  stated: readonly ColumnStatistics[] | null,
): Snippet {
  const method = textOf(step, 'method')
  if (method === 'none' || method === '') return none
  const metadata = textOf(step, 'from') === 'metadata'
  const pairs = metadata ? statedPairs(method, plan, stated) : null
  if (pairs !== null) return { lines: [`x = standardise(x, ${JSON.stringify(pairs)})`], uses: ['standardise'] }
  const missing = metadata
    ? ["# The statistics of the model's metadata are not at hand here; those of this file are used instead."]
    : []
  return {
    lines: [...missing, `x = standardise(x, measured(x, ${literal(method)}))`],
    uses: ['standardise', 'measured'],
  }
}
