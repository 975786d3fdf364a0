import { useMemo, useState } from 'react'
import { sortedRows } from '../base/row-table.ts'
import { classNames } from './class-names.ts'
import styles from './SortedTable.module.css'
import { useRowWindow } from './use-row-window.ts'

export interface SortedColumn {
  readonly title: string
  /** What the rows are sorted by, one per row. */
  readonly keys: ArrayLike<number | string>
  readonly text: (row: number) => string
}

export interface SortedTableProps {
  readonly label: string
  /** The same array until the data change, because sorting takes some ms. */
  readonly columns: readonly SortedColumn[]
  readonly count: number
  /** The selected row, and what selects one; rows count from 0. Omitted: rows cannot be selected. */
  readonly selection?: { readonly row: number; readonly onChange: (row: number) => void }
}

interface Sorting {
  /** `null`: by the number of the row. */
  readonly column: number | null
  readonly direction: 'ascending' | 'descending'
}

const rowHeight = 26
const maxHeight = 286
/** More text than this would make the layout of a row slow. */
const longestText = 200

/** A table of which only the visible rows are in the page, sorted by the column whose title is pressed. */
export function SortedTable({ label, columns, count, selection }: SortedTableProps) {
  const [sorting, setSorting] = useState<Sorting>({ column: null, direction: 'ascending' })
  const order = useMemo(() => orderOf(sorting, columns, count), [sorting, columns, count])
  const current = selection === undefined ? undefined : order.indexOf(selection.row)
  const { frame, onScroll, rows, scrolls, indices } = useRowWindow({
    count,
    rowHeight,
    maxHeight,
    current,
    identity: selection?.row,
  })
  const sort = (column: number | null) => {
    setSorting((before) => next(before, column))
    frame.current?.scrollTo({ top: 0 })
  }
  return (
    <section
      ref={frame}
      className={styles.frame}
      style={{ maxHeight: rowHeight + maxHeight }}
      aria-label={label}
      // A region that scrolls has to be reachable without a mouse; wide tables scroll too.
      tabIndex={scrolls || columns.length > 2 ? 0 : undefined}
      onScroll={onScroll}
    >
      <table className={styles.table} aria-label={label} aria-rowcount={rows + 1}>
        <thead>
          <tr aria-rowindex={1} style={{ height: rowHeight }}>
            <Title title="Row" column={null} sorting={sorting} onSort={sort} />
            {columns.map(({ title, keys }, column) => (
              <Title
                // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
                key={column}
                title={title}
                column={column}
                isText={isText(keys)}
                sorting={sorting}
                onSort={sort}
              />
            ))}
          </tr>
        </thead>
        <tbody>
          {indices.map((place, at) => (
            <Row
              key={place}
              gap={place - (at === 0 ? 0 : (indices[at - 1] ?? 0) + 1)}
              place={place}
              row={order[place] ?? 0}
              columns={columns}
              selection={selection}
            />
          ))}
          <Gap rows={rows - 1 - (indices.at(-1) ?? -1)} />
        </tbody>
      </table>
    </section>
  )
}

function orderOf({ column, direction }: Sorting, columns: readonly SortedColumn[], count: number) {
  const keys = column === null ? undefined : columns[column]?.keys
  return sortedRows(keys ?? Int32Array.from({ length: count }, (_, row) => row), direction)
}

function next(before: Sorting, column: number | null): Sorting {
  if (before.column !== column) return { column, direction: 'ascending' }
  return { column, direction: before.direction === 'ascending' ? 'descending' : 'ascending' }
}

function isText(keys: SortedColumn['keys']): boolean {
  return typeof keys[0] === 'string'
}

interface TitleProps {
  readonly title: string
  readonly column: number | null
  readonly isText?: boolean
  readonly sorting: Sorting
  readonly onSort: (column: number | null) => void
}

function Title({ title, column, isText = false, sorting, onSort }: TitleProps) {
  const direction = sorting.column === column ? sorting.direction : null
  return (
    <th scope="col" aria-sort={direction ?? 'none'} className={isText ? styles.text : undefined}>
      <button type="button" className={styles.title} title={title} onClick={() => onSort(column)}>
        {title}
        <span aria-hidden="true" className={styles.arrow}>
          {direction === null ? '' : direction === 'ascending' ? '▲' : '▼'}
        </span>
      </button>
    </th>
  )
}

interface RowProps {
  readonly columns: SortedTableProps['columns']
  readonly selection: SortedTableProps['selection'] | undefined
  /** Rows left out before this one. */
  readonly gap: number
  readonly place: number
  readonly row: number
}

function Row({ gap, place, row, columns, selection }: RowProps) {
  const isCurrent = selection?.row === row
  return (
    <>
      <Gap rows={gap} />
      <tr
        aria-rowindex={place + 2}
        style={{ height: rowHeight }}
        className={classNames(selection !== undefined && styles.selectable, isCurrent && styles.current)}
        // By keyboard, the button of the row does the same.
        onClick={() => selection?.onChange(row)}
      >
        <th scope="row">
          {selection === undefined ? (
            row
          ) : (
            <button type="button" className={styles.select} aria-current={isCurrent ? 'true' : undefined}>
              <span className="hidden-text">Row </span>
              {row}
            </button>
          )}
        </th>
        {columns.map(({ keys, text }, column) => {
          const shown = text(row)
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
            <td key={column} className={isText(keys) ? styles.text : undefined} title={shown}>
              {shown.slice(0, longestText)}
            </td>
          )
        })}
      </tr>
    </>
  )
}

/** Stands for rows that are not in the page. */
function Gap({ rows }: { readonly rows: number }) {
  if (rows < 1) return null
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a row without cells cannot take the focus
  return <tr aria-hidden="true" style={{ height: rows * rowHeight }} />
}
