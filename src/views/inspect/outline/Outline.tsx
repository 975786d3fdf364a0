import { type KeyboardEvent, type MouseEvent, useEffect, useMemo, useRef, useState } from 'react'
import { formatCount, formatPercent } from '../../../base/format.ts'
import type { Inspection } from '../../../base/inspection.ts'
import { foldAll, type InspectedItem, openGroups, selectItem, toggleGroup } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { ColumnHead } from '../../../ui/ColumnHead.tsx'
import { classNames } from '../../../ui/class-names.ts'
import { useRowWindow } from '../../../ui/use-row-window.ts'
import { type Figures, figuresOfNode } from '../figures.ts'
import { neighboursOf } from '../neighbours.ts'
import { moveOf } from './keys.ts'
import styles from './Outline.module.css'
import { type OutlineRow, outlineRows } from './rows.ts'

export interface OutlineProps {
  readonly inspection: Inspection
  readonly form: 'read' | 'run'
  readonly open: ReadonlySet<number>
  readonly selected: InspectedItem | null
  readonly figures: readonly Figures[]
}

const rowHeight = 25
const idOf = ({ kind, index }: InspectedItem) => `outline-${kind}-${index}`

/** The model as a tree, of which only the visible lines are in the page. */
export function Outline({ inspection, form, open, selected, figures }: OutlineProps) {
  const [query, setQuery] = useState('')
  const search = useRef<HTMLInputElement>(null)
  const rows = useMemo(() => outlineRows(inspection, form, open, query), [inspection, form, open, query])
  const current = rows.findIndex(({ kind, index }) => kind === selected?.kind && index === selected.index)
  const maxHeight = useRoom()
  const { frame, onScroll, height, indices } = useRowWindow({
    count: rows.length,
    rowHeight,
    maxHeight,
    current: current < 0 ? undefined : current,
  })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey && selected !== null && /^Arrow(Up|Down)$/.test(event.key)) {
      // Along an edge of the graph.
      const { before, after } = neighboursOf(inspection, form, selected)
      const [next] = event.key === 'ArrowUp' ? before : after
      event.preventDefault()
      if (next !== undefined) selectItem(next)
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const move = moveOf(event.key, rows, current)
    if (move !== null) {
      event.preventDefault()
      if (move.toggle !== undefined) toggleGroup(move.toggle)
      const row = move.to === undefined ? undefined : rows[move.to]
      if (row !== undefined) selectItem({ kind: row.kind, index: row.index })
      return
    }
    // Typing anything else searches.
    if (event.key.length === 1 && event.key !== ' ') search.current?.focus()
  }
  const onPress = ({ target, type }: MouseEvent) => {
    const line = target instanceof Element ? target.closest('[data-row]') : null
    const row = rows[Number(line?.getAttribute('data-row') ?? -1)]
    if (row === undefined) return
    const onMarker = target instanceof Element && target.closest('[data-marker]') !== null
    if (row.isOpen !== null && onMarker === (type === 'click')) toggleGroup(row.index)
    else selectItem({ kind: row.kind, index: row.index })
  }
  return (
    <section className={styles.outline} aria-labelledby="outline-title">
      <ColumnHead id="outline-title" title="Outline">
        <Button look="link" onClick={() => openGroups(inspection.groups.map((_, index) => index))}>
          Open all
        </Button>
        <Button look="link" onClick={foldAll}>
          Fold all
        </Button>
      </ColumnHead>
      <input
        ref={search}
        type="search"
        className={styles.search}
        placeholder="Find a layer, an operation, a weight"
        aria-label="Find in the outline"
        value={query}
        onChange={(event) => setQuery(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'ArrowDown') frame.current?.focus()
        }}
      />
      <p className={styles.head} aria-hidden="true">
        <span>Layer</span>
        <span>ops</span>
        <span>weights</span>
        <span>work</span>
      </p>
      <div
        ref={(element) => {
          frame.current = element
        }}
        className={styles.frame}
        style={{ height: Math.max(height, rowHeight) }}
        role="tree"
        aria-label={`The model ${form === 'run' ? 'as it runs' : 'as read'}`}
        aria-description="Alt with up and down walks along the edges of the graph"
        aria-activedescendant={current < 0 ? undefined : idOf(rows[current] as OutlineRow)}
        tabIndex={0}
        onScroll={onScroll}
        onKeyDown={onKeyDown}
        onClick={onPress}
        onDoubleClick={onPress}
      >
        <div className={styles.rows} style={{ height: rows.length * rowHeight }} role="presentation">
          {indices.map((index) => {
            const row = rows[index]
            if (row === undefined) return null
            return (
              <Line
                key={idOf(row)}
                row={row}
                at={index}
                isSelected={index === current}
                whole={figures[0]}
                figures={row.kind === 'group' ? figures[row.index] : figuresOfRow(inspection, form, row)}
              />
            )
          })}
        </div>
        {rows.length === 0 ? <p className={styles.none}>Nothing with “{query}” in its name.</p> : null}
      </div>
      <p className="hidden-text" role="status">
        {query === '' ? '' : `${formatCount(rows.length, 'line')} found`}
      </p>
    </section>
  )
}

function figuresOfRow(inspection: Inspection, form: 'read' | 'run', { index }: OutlineRow): Figures | undefined {
  const node = inspection[form][index]
  return node === undefined ? undefined : figuresOfNode(node)
}

interface LineProps {
  readonly row: OutlineRow
  /** Its number among the visible lines. */
  readonly at: number
  readonly isSelected: boolean
  readonly figures: Figures | undefined
  readonly whole: Figures | undefined
}

function Line({ row, at, isSelected, figures, whole }: LineProps) {
  const { kind, depth, label, isOpen, position, siblings } = row
  const share = figures === undefined || whole === undefined || whole.flops === 0 ? 0 : figures.flops / whole.flops
  const isEmpty = kind === 'group' && figures?.operations === 0
  return (
    <div
      id={idOf(row)}
      role="treeitem"
      className={classNames(
        styles.line,
        isSelected && styles.current,
        kind === 'group' && styles.group,
        isEmpty && styles.empty,
      )}
      style={{ top: at * rowHeight, height: rowHeight, paddingLeft: 6 + Math.min(depth, 12) * 14 }}
      aria-level={depth + 1}
      aria-setsize={siblings}
      aria-posinset={position}
      aria-expanded={isOpen ?? undefined}
      aria-selected={isSelected}
      tabIndex={-1}
      data-row={at}
    >
      <span className={styles.marker} aria-hidden="true" data-marker>
        {isOpen === null ? '' : isOpen ? '▾' : '▸'}
      </span>
      <span className={styles.label} title={label}>
        {label}
      </span>
      <span className={styles.figure}>{kind === 'node' ? '' : formatCount(figures?.operations ?? 0)}</span>
      <span className={styles.figure}>{figures?.parameters === 0 ? '' : formatCount(figures?.parameters ?? 0)}</span>
      <span className={styles.figure}>{share === 0 ? '' : formatPercent(share)}</span>
    </div>
  )
}

/** px that are left for the tree below the head of the page. */
function useRoom(): number {
  const [room, setRoom] = useState(480)
  useEffect(() => {
    const measure = () => setRoom(Math.max(260, window.innerHeight - 250))
    measure()
    window.addEventListener('resize', measure)
    return () => window.removeEventListener('resize', measure)
  }, [])
  return room
}
