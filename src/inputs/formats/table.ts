import { formatCount } from '../../base/format.ts'
import type { Field } from '../../base/plan.ts'
import type { InputFormat, OpenedInput } from '../input-format.ts'
import type { Job } from '../job.ts'
import { headText, readText } from '../read-text.ts'
import { type ParsedTable, parseTable, type TableOptions } from '../table/parse.ts'
import { choiceOf, type Values } from '../values.ts'

const headers = [
  { id: 'auto', label: 'Automatic' },
  { id: 'yes', label: 'The first line holds names' },
  { id: 'no', label: 'No names' },
]

const delimiters = [
  { id: 'auto', label: 'Automatic' },
  { id: ',', label: 'Comma' },
  { id: ';', label: 'Semicolon' },
  { id: '\t', label: 'Tab' },
  { id: '|', label: 'Vertical bar' },
  { id: ' ', label: 'Blank' },
]

/** Tables of delimited text; also `.txt` that holds rows of numbers. */
export const tableFormat: InputFormat = {
  id: 'table',
  label: 'Table',
  bySignature: false,
  match: (head, name) => {
    const text = headText(head)
    if (text === null) return null
    if (/\.(tsv|tab)$/i.test(name)) return 'TSV'
    return /\.csv$/i.test(name) || isRowsOfNumbers(text) ? 'CSV' : null
  },
  open: async (file, job) => openedTable(await readText(file, job.signal), job),
}

/** Two lines or more, nearly all of equally many numbers, two or more each. */
function isRowsOfNumbers(head: string): boolean {
  const lines = head.split(/\r?\n/).filter((line) => line.trim() !== '')
  const whole = lines.length > 2 ? lines.slice(0, -1) : lines
  const widths = whole.map((line) => {
    const cells = line.trim().split(/\s*[,;\t|]\s*|\s+/)
    return cells.every((cell) => cell !== '' && !Number.isNaN(Number(cell))) ? cells.length : 0
  })
  const rows = widths.filter((width) => width > 1 && width === widths.at(-1))
  return rows.length > 1 && rows.length >= widths.length - 2
}

function openedTable(text: string, job: Job): OpenedInput {
  const read = (values: Values): ParsedTable => {
    const header = choiceOf(values, 'header') as TableOptions['header']
    return parseTable(text, { header, delimiter: choiceOf(values, 'delimiter') })
  }
  const first = parseTable(text, { header: 'auto', delimiter: 'auto' })
  let last = first
  return {
    source: `Table, ${formatCount(first.table.rows, 'row')} × ${formatCount(first.table.columns.length, 'column')}`,
    auto: () => ({ values: { header: 'auto', delimiter: 'auto' }, reason: reasonFor(first) }),
    fields: (values): readonly Field[] => [
      { id: 'header', label: 'Header', type: 'choice', value: choiceOf(values, 'header'), options: headers },
      {
        id: 'delimiter',
        label: 'Delimiter',
        type: 'choice',
        value: choiceOf(values, 'delimiter'),
        options: delimiters,
      },
    ],
    inputValue: (values) => {
      const automatic = choiceOf(values, 'header') === 'auto' && choiceOf(values, 'delimiter') === 'auto'
      last = automatic ? first : read(values)
      if (last.ragged > 0) {
        job.facts.columns.push({
          message: `${formatCount(last.ragged, 'row')} of ${job.name} ${last.ragged === 1 ? 'has' : 'have'} more or fewer cells than the others.`,
          fix: null,
        })
      }
      return last.table
    },
    summary: () =>
      `${formatCount(last.table.rows, 'row')} × ${formatCount(last.table.columns.length, 'column')}, ${last.header ? 'with names' : 'without names'}`,
  }
}

function reasonFor({ header, skipped, delimiter }: ParsedTable): string {
  const name = delimiters.find(({ id }) => id === delimiter)?.label.toLowerCase() ?? `"${delimiter}"`
  const lines = skipped > 0 ? `; ${formatCount(skipped, 'line')} before the data passed over` : ''
  return `delimiter ${name}; the first line ${header ? 'holds names' : 'is data'}${lines}`
}
