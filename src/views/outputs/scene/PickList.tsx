import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react'
import { classNames } from '../../../ui/class-names.ts'
import { VirtualRows } from '../../../ui/VirtualRows.tsx'
import styles from './PickList.module.css'

export interface PickListProps {
  readonly label: string
  /** Visible titles of the columns; rows state them in words. */
  readonly titles: ReactNode
  readonly count: number
  /** The emphasised row. */
  readonly current: number | null
  readonly onCurrent: (row: number | null) => void
  /** Enter or a click on a row. */
  readonly onOpen: (row: number) => void
  /** Escape. */
  readonly onClose: () => void
  readonly row: (index: number) => ReactNode
  /** The whole row in words. */
  readonly name: (index: number) => string
}

const rowHeight = 26

/** A list beside a picture: the row under the pointer or the focus is emphasised, and may be emphasised from outside. */
export function PickList({ label, titles, count, current, row, name, onCurrent, onOpen, onClose }: PickListProps) {
  const list = useRef<HTMLDivElement>(null)
  /** The row that the keyboard moves to. */
  const wanted = useRef<number | null>(null)
  const focus = (row: number) => list.current?.querySelector<HTMLElement>(`[data-row="${row}"]`)?.focus()
  useEffect(() => {
    // The row may have come into the page with this render.
    if (wanted.current === null || wanted.current !== current) return
    wanted.current = null
    focus(current)
  })
  const onKeyDown = (event: KeyboardEvent, from: number) => {
    if (event.key === 'Escape') onClose()
    const next = nextRow(event.key, from, count)
    if (next === null) return
    event.preventDefault()
    wanted.current = next
    onCurrent(next)
    if (next === current) focus(next)
  }
  return (
    <div ref={list}>
      <div className={classNames(styles.row, styles.titles)} aria-hidden="true">
        {titles}
      </div>
      <VirtualRows
        label={label}
        count={count}
        rowHeight={rowHeight}
        maxHeight={rowHeight * 12}
        current={current ?? undefined}
        row={(index) => (
          <button
            type="button"
            className={classNames(styles.row, styles.pick)}
            data-row={index}
            aria-label={name(index)}
            aria-current={index === current ? 'true' : undefined}
            tabIndex={index === (current ?? 0) ? 0 : -1}
            onPointerEnter={() => onCurrent(index)}
            onPointerLeave={() => onCurrent(null)}
            onKeyDown={(event) => onKeyDown(event, index)}
            onFocus={() => onCurrent(index)}
            onBlur={() => onCurrent(null)}
            onClick={() => onOpen(index)}
          >
            {row(index)}
          </button>
        )}
      />
    </div>
  )
}

function nextRow(key: string, current: number, count: number): number | null {
  switch (key) {
    case 'ArrowDown':
      return Math.min(current + 1, count - 1)
    case 'ArrowUp':
      return Math.max(current - 1, 0)
    case 'Home':
      return 0
    case 'End':
      return count - 1
    default:
      return null
  }
}
