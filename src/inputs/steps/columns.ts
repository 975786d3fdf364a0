import { statedColumn } from '../../base/columns.ts'
import { EngineError } from '../../base/errors.ts'
import type { Field } from '../../base/plan.ts'
import { formatShape } from '../../base/tensor.ts'
import { choiceOf, numbersOf, switchOf, type Values } from '../../base/values.ts'
import type { ArrayValue, Column, TableValue } from '../input-value.ts'
import type { Job } from '../job.ts'
import type { Step } from '../step.ts'
import { categoriesOf, encoded, oneHot } from '../table/categories.ts'
import { chooseColumns } from '../table/choose.ts'

/** Selects columns of a table: `[rows, columns]`. */
export const columnsStep: Step<TableValue> = {
  id: 'columns',
  label: 'Columns',
  applies: (inputValue): inputValue is TableValue => inputValue.type === 'table',
  auto: (table, job) => {
    const { columns, reason, certainty, encode = false, oneHot: spread = false } = chooseColumns(table, job)
    // `categories`: the order of the categories, comma-separated. Only a settings file sets it, because training code
    // may use any order.
    return { values: { columns, encode, oneHot: spread, categories: '' }, reason, certainty }
  },
  hidden: ['categories'],
  fields: (values, table) => {
    const options = table.columns.map(({ name }) => name)
    const fields: Field[] = [
      { id: 'columns', label: 'Columns', type: 'columns', value: numbersOf(values, 'columns'), options },
    ]
    const text = table.columns.some(({ type }) => type === 'text')
    return text
      ? [
          ...fields,
          { id: 'encode', label: 'Encode text columns as 0…n−1', type: 'switch', value: switchOf(values, 'encode') },
          { id: 'oneHot', label: 'One column per category', type: 'switch', value: switchOf(values, 'oneHot') },
        ]
      : fields
  },
  apply: (table, values, job) => {
    const columns = spreadOut(picked(table, values), table.rows, values, job)
    if (table.rows === 0)
      throw new EngineError(
        'input-shape',
        `${job.name} has no rows of data; the input "${job.spec.name}" expects ${formatShape(job.spec.shape)}.`,
      )
    const names = columns.map(({ name }) => name)
    const guess = chooseColumns(table, job)
    if (guess.columns.join() === numbersOf(values, 'columns').join()) job.facts.columns.push(...guess.remarks)
    const shape = [table.rows, columns.length]
    if (job.spec.dtype === 'string')
      return { type: 'tensor', shape, data: rowsOf(table, columns, (column, row) => column.text(row)), names }
    return { type: 'tensor', shape, data: matrix(table, columns, values, job), names } satisfies ArrayValue
  },
  summary: (values, table) => {
    const names = picked(table, values).map(({ name }) => name)
    const shown = names.length > 6 ? `${names.slice(0, 3).join(', ')} … ${names.at(-1) ?? ''}` : names.join(', ')
    return `${names.length} of ${table.columns.length}: ${shown}${encodingOf(values)}`
  },
}

function picked(table: TableValue, values: Values): readonly Column[] {
  return numbersOf(values, 'columns').flatMap((index) => table.columns[index] ?? [])
}

function encodingOf(values: Values): string {
  if (switchOf(values, 'oneHot')) return '; text as one column per category'
  return switchOf(values, 'encode') ? '; text as 0…n−1' : ''
}

function orderOf(values: Values): readonly string[] {
  return choiceOf(values, 'categories')
    .split(',')
    .map((name) => name.trim())
}

function spreadOut(columns: readonly Column[], rows: number, values: Values, job: Job): readonly Column[] {
  if (!switchOf(values, 'oneHot')) return columns
  return columns.flatMap((column) => {
    const stated = statedColumn(job.metadata.columns, column.name)?.categories
    if (stated !== undefined) return oneHot(column, rows, withAll(stated, column, rows, job))
    return column.type === 'text' ? oneHot(column, rows, orderOf(values)) : [column]
  })
}

/** The stated categories. Raises `input-shape` if the column has others. */
function withAll(stated: readonly string[], column: Column, rows: number, job: Job): readonly string[] {
  const other = categoriesOf(column, rows).find((category) => !stated.includes(category))
  if (other === undefined) return stated
  const source = job.metadata.columnsSource ?? 'the metadata'
  throw new EngineError(
    'input-shape',
    `The column "${column.name}" of ${job.name} contains "${other}"; ${source} lists ${stated.slice(0, 6).join(', ')}${stated.length > 6 ? ` and ${stated.length - 6} more` : ''}.`,
    'The model was trained on these values alone; correct the spelling, or leave the row out.',
  )
}

function rowsOf<T>(table: TableValue, columns: readonly Column[], cell: (column: Column, row: number) => T): T[] {
  const out: T[] = []
  for (let row = 0; row < table.rows; row++) for (const column of columns) out.push(cell(column, row))
  return out
}

function matrix(table: TableValue, columns: readonly Column[], values: Values, job: Job): Float64Array<ArrayBuffer> {
  const encode = switchOf(values, 'encode')
  const order = orderOf(values)
  const out = new Float64Array(table.rows * columns.length)
  columns.forEach((column, at) => {
    const numbers = encode && column.type === 'text' ? encoded(column, table.rows, order) : column.numbers
    for (let row = 0; row < table.rows; row++) {
      const value = numbers[row] as number
      if (Number.isNaN(value)) job.facts.missingCells++
      out[row * columns.length + at] = value
    }
    if (column.type === 'text' && !encode) {
      const fix = { label: 'Encode text columns as 0…n−1', setting: { id: 'columns', values: { encode: true } } }
      job.facts.columns.push({ message: `The column "${column.name}" contains text, which became NaN.`, fix })
    }
  })
  return out
}
