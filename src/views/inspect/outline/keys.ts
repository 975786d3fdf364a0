import type { OutlineRow } from './rows.ts'

/** What a key does in the tree. */
export interface Move {
  /** The line to select. */
  readonly to?: number
  /** The group to open or close. */
  readonly toggle?: number
}

/** Lines that Page Up and Page Down move by. */
const page = 12

/** The keys of a tree: arrows, Home, End, Enter; `null` for any other. `current`: the selected line, -1 for none. */
export function moveOf(key: string, rows: readonly OutlineRow[], current: number): Move | null {
  const row = rows[current]
  const step = (by: number): Move => ({ to: Math.max(0, Math.min(rows.length - 1, current + by)) })
  switch (key) {
    case 'ArrowDown':
      return step(1)
    case 'ArrowUp':
      return current < 0 ? { to: rows.length - 1 } : step(-1)
    case 'PageDown':
      return step(page)
    case 'PageUp':
      return step(-page)
    case 'Home':
      return { to: 0 }
    case 'End':
      return { to: rows.length - 1 }
    case 'Enter':
    case ' ':
      return row === undefined || row.isOpen === null ? {} : { toggle: row.index }
    case 'ArrowRight':
      if (row?.isOpen === false) return { toggle: row.index }
      return row?.isOpen === true ? step(1) : {}
    case 'ArrowLeft':
      if (row?.isOpen === true) return { toggle: row.index }
      return row === undefined ? {} : { to: outerOf(rows, current) }
    default:
      return null
  }
}

/** The line of the group around a line; itself at the top. */
function outerOf(rows: readonly OutlineRow[], current: number): number {
  const depth = rows[current]?.depth ?? 0
  for (let at = current - 1; at >= 0; at--) if ((rows[at]?.depth ?? 0) < depth) return at
  return current
}
