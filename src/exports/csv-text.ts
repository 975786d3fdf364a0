export type Cell = string | number | null

/** One line of CSV as RFC 4180 has it: quoted where needed, ended by CR LF. Numbers are written so that they read back the same. */
export function csvLine(cells: readonly Cell[]): string {
  return `${cells.map(cellText).join(',')}\r\n`
}

function cellText(cell: Cell): string {
  const text = cell === null ? '' : String(cell)
  return /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
