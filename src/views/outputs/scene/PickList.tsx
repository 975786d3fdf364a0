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
  const byKey = useRef(false)
  useEffect(() => {
    if (!byKey.current || current === null) return
    byKey.current = false
    list.current?.querySelector<HTMLElement>(`[data-row="${current}"]`)?.focus()
  }, [current])
  const onKeyDown = (event: KeyboardEvent) => {
    const next = nextRow(event.key, current ?? -1, count)
    if (event.key === 'Escape') onClose()
    else if (next !== null) {
      event.preventDefault()
      byKey.current = true
      onCurrent(next)
    }
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
            onKeyDown={onKeyDown}
            onFocus={() => onCurrent(index)}
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
