import type { Cell } from '../base/readings/contract.ts'

/** One line of CSV (RFC 4180): quoted where needed, terminated by CR LF. Numbers read back exactly. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
