import { useMemo } from 'react'
import { formatCount } from '../../../base/format.ts'
import type { Inspection } from '../../../base/inspection.ts'
import { type InspectedItem, selectItem } from '../../../store/index.ts'
import { Button } from '../../../ui/Button.tsx'
import { neighboursOf } from '../neighbours.ts'
import styles from './Selected.module.css'

/** More neighbours than this are counted only. */
const mostLinks = 8

export interface EdgesProps {
  readonly inspection: Inspection
  readonly form: 'read' | 'run'
  readonly item: InspectedItem
}

/** Links along the edges of the graph, in both directions. */
export function Edges({ inspection, form, item }: EdgesProps) {
  const { kind, index } = item
  const { before, after } = useMemo(
    () => neighboursOf(inspection, form, { kind, index }),
    [inspection, form, kind, index],
  )
  const nameOf = (one: InspectedItem) => {
    if (one.kind === 'group') return inspection.groups[one.index]?.label ?? ''
    const { name = '', op = '' } = inspection[form][one.index] ?? {}
    return op === 'Placeholder' ? name : `${op.replace(/^_/, '')} ${name.slice(name.lastIndexOf('/') + 1)}`
  }
  const links = (title: string, items: readonly InspectedItem[]) =>
    items.length === 0 ? null : (
      <p className={styles.links}>
        {title}{' '}
        {items.slice(0, mostLinks).map((one) => (
          <Button key={`${one.kind}${one.index}`} look="link" className={styles.link} onClick={() => selectItem(one)}>
            {nameOf(one)}
          </Button>
        ))}
        {items.length > mostLinks ? ` and ${formatCount(items.length - mostLinks)} more` : ''}
      </p>
    )
  return (
    <div>
      {links('Reads', before)}
      {links('Read by', after)}
    </div>
  )
}
