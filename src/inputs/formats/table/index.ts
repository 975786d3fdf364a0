import type { InputFormat } from '../../input-format.ts'
import { headText } from '../../read-text.ts'

/** Tables of delimited text, including `.txt` files with rows of numbers. */
export const tableFormat: InputFormat = {
  id: 'table',
  label: 'Table',
  holds: 'columns',
  drawable: false,
  feeds: 'any',
  bySignature: false,
  match: (head, name) => {
    const text = headText(head)
    if (text === null) return null
    if (/\.(tsv|tab)$/i.test(name)) return 'TSV'
    return /\.csv$/i.test(name) || isRowsOfNumbers(text) ? 'CSV' : null
  },
  open: () => import('./open.ts'),
}

/** At least two lines, nearly all with the same number of numbers, two or more each. */
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
