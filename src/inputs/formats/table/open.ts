import { formatCount } from '../../../base/format.ts'
import type { Field } from '../../../base/plan.ts'
import { choiceOf, type Values } from '../../../base/values.ts'
import type { OpenedInput, OpenInput } from '../../input-format.ts'
import type { Job } from '../../job.ts'
import { readText } from '../../read-text.ts'
import { type ParsedTable, parseTable, type TableOptions } from '../../table/parse.ts'

const headers = [
  { id: 'auto', label: 'Automatic' },
  { id: 'yes', label: 'The first line contains names' },
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

export const open: OpenInput = async (file, job) => openedTable(await readText(file, job.signal), job)

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
  const lines = skipped > 0 ? `; ${formatCount(skipped, 'line')} skipped before the data` : ''
  return `delimiter ${name}; the first line ${header ? 'contains names' : 'is data'}${lines}`
}
