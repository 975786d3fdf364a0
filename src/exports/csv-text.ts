import type { Cell } from '../base/readings/contract.ts'

/** One line of CSV (RFC 4180): quoted where needed, terminated by CR LF. Numbers read back exactly. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

/** Spreadsheets take texts that start with one of these for formulas, which can run commands and send requests. */
const formulaStart = /^[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]/
const plainNumber = /^[+-]?\d{1,40}(\.\d{0,40})?(e[+-]?\d{1,4})?$/i

/** A leading apostrophe makes a spreadsheet show a formula as text; numbers stay as they are. */
function withoutFormula(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

function cellText(cell: Cell): string {
  const text = typeof cell === 'string' ? withoutFormula(cell) : cell === null ? '' : String(cell)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
