import { isMissing } from './numbers.ts'

type Line = readonly string[]

/** Number of lines searched for the header. */
const maxPreamble = 10

const isNumber = (cell: string | undefined): boolean =>
  cell !== undefined && !isMissing(cell) && !Number.isNaN(Number(cell.trim().replace(',', '.')))
const isName = (cell: string | undefined): boolean => cell !== undefined && !isMissing(cell) && !isNumber(cell)

/**
 * Finds the header and what precedes it: titles of another width, or scikit-learn's line of counts (`150,4,setosa,…`).
 */
export function headerOf(
  lines: readonly Line[],
  width: number,
  asked: 'auto' | 'yes' | 'no',
): { readonly header: Line | null; readonly skipped: number } {
  let skipped = 0
  while (skipped < Math.min(maxPreamble, lines.length - 1) && isPreamble(lines, skipped, width)) skipped++
  const line = lines[skipped]
  if (line === undefined || asked === 'no') return { header: null, skipped }
  return { header: asked === 'yes' || isHeader(line, lines.slice(skipped + 1)) ? line : null, skipped }
}

function isPreamble(lines: readonly Line[], at: number, width: number): boolean {
  const line = lines[at]
  if (line === undefined) return false
  const cells = line.filter((cell) => cell.trim() !== '').length
  const others = lines.slice(at + 1)
  // A title has few cells; a header may have one empty cell (an index column).
  if (line.length !== width && others.some((other) => other.length === width)) return true
  const count = Number(line[0])
  const counts =
    Number.isInteger(count) &&
    (count === others.length || count === others.length - 1) &&
    Number.isInteger(Number(line[1])) &&
    isNumber(line[1])
  return counts && (cells < width || line.slice(2).some(isName))
}

/**
 * Whether the first line is a header: it has names where the lines below have numbers, or, in a table of text only, short
 * distinct names that do not occur below.
 */
function isHeader(line: Line, below: readonly Line[]): boolean {
  if (below.length === 0) return line.length > 1 && line.every(isName)
  const sample = below.slice(0, 50)
  const numeric = (c: number): boolean =>
    sample.filter((row) => isNumber(row[c])).length * 2 > sample.filter((row) => !isMissing(row[c] ?? '')).length
  if (line.some((cell, c) => isName(cell) && numeric(c))) return !line.every((cell, c) => isNumber(cell) === numeric(c))
  if (line.some(isNumber)) return isCounting(line) && below.length > 1 && !isCounting(below[0] ?? [])
  const names = line.filter((cell) => cell.trim() !== '')
  const short = names.every((cell) => cell.length <= 40 && !/[.!?;]\s*$/.test(cell))
  return (
    names.length > 0 &&
    short &&
    new Set(names).size === names.length &&
    line.every((cell, c) => !below.some((row) => row[c] === cell) || cell.trim() === '')
  )
}

/** Column numbers instead of names: 0, 1, 2 …; the first may be empty above row numbers. */
function isCounting(line: Line): boolean {
  const cells = line[0]?.trim() === '' ? line.slice(1) : line
  return line.length > 2 && cells.every((cell, i) => cell.trim() !== '' && Number(cell) === i)
}
