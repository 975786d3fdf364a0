import { formatCount, formatPercent } from '../../../base/format.ts'
import type { Inspection } from '../../../base/inspection.ts'
import { classNames } from '../../../ui/class-names.ts'
import type { Figures } from '../figures.ts'
import { type Chip, cutTo } from './box-text.ts'
import styles from './Graph.module.css'
import type { Box } from './layout.ts'
import { keyOf } from './structure.ts'

export interface BoxDrawingProps {
  readonly box: Box
  readonly inspection: Inspection
  readonly form: 'read' | 'run'
  readonly figures: Figures
  readonly chips: readonly Chip[]
  /** Share of the whole model's work or weights, 0…1. */
  readonly share: number
  /** 0…1: how strongly it is coloured. */
  readonly tint: number
  /** True for a node as read that a pass removed. */
  readonly isRemoved: boolean
  readonly isSelected: boolean
}

/** A group, closed or as the frame of what is in it, or an operation. */
export function BoxDrawing(props: BoxDrawingProps) {
  const { box, inspection, form, isSelected, tint } = props
  const fill = box.open ? 'none' : `color-mix(in oklab, var(--accent) ${Math.round(tint * 42)}%, var(--raised))`
  return (
    <g
      className={classNames(styles.box, box.open && styles.frameBox, isSelected && styles.selected)}
      transform={`translate(${box.x} ${box.y})`}
      data-item={keyOf(box)}
    >
      <rect width={box.width} height={box.height} rx={5} style={{ fill }} />
      {box.kind === 'node' ? (
        <NodeText {...props} name={inspection[form][box.index]?.name ?? ''} />
      ) : (
        <GroupText {...props} />
      )}
    </g>
  )
}

function NodeText({ box, inspection, form, name, isRemoved }: BoxDrawingProps & { readonly name: string }) {
  const node = inspection[form][box.index]
  const short = name.slice(name.lastIndexOf('/') + 1)
  const op = node?.op ?? ''
  const label = op === 'Placeholder' ? 'input' : op.replace(/^_/, '')
  const own = short.startsWith(op) ? '' : cutTo(short, box.width - 26 - label.length * 7, 6.4)
  return (
    <>
      {isRemoved ? <rect className={styles.hatch} width={box.width} height={box.height} rx={5} /> : null}
      <text className={classNames(styles.name, isRemoved && styles.faint)} x={10} y={18}>
        {label}
      </text>
      <text className={styles.aside} x={box.width - 9} y={18} textAnchor="end">
        {own}
      </text>
    </>
  )
}

function GroupText({ box, inspection, figures, chips, share }: BoxDrawingProps) {
  const { operations } = figures
  const aside = `${formatCount(operations, 'op')}${share > 0 ? ` · ${formatPercent(share)}` : ''}`
  const label = cutTo(inspection.groups[box.index]?.label ?? '', box.width - 40 - aside.length * 6.7, 7.5)
  return (
    <>
      <g className={styles.toggle} data-toggle={box.index}>
        <rect className={styles.hit} width={24} height={box.open ? 32 : box.height} />
        <path d={box.open ? 'M7 13h8l-4 6Z' : 'M8 11v8l6-4Z'} />
      </g>
      <text className={styles.name} x={24} y={19}>
        {label}
      </text>
      <text className={styles.aside} x={box.width - 9} y={19} textAnchor="end">
        {aside}
      </text>
      {box.open ? null : <Chips chips={chips} width={box.width - 34} />}
    </>
  )
}

/** Operations side by side, as many as fit; those that a pass removed are hatched and have its letter. */
function Chips({ chips, width }: { readonly chips: readonly Chip[]; readonly width: number }) {
  const placed: { chip: Chip; x: number; width: number }[] = []
  let x = 24
  for (const chip of chips) {
    const wide = chip.text.length * 6.1 + (chip.letter === '' ? 10 : 20)
    if (x + wide > width + 20) break
    placed.push({ chip, x, width: wide })
    x += wide + 4
  }
  return (
    <>
      {placed.map(({ chip, x: left, width: wide }, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: operations of a layer repeat, and their order is fixed
        <g key={i} transform={`translate(${left} 26)`}>
          <rect className={chip.letter === '' ? styles.chip : styles.chipRemoved} width={wide} height={15} rx={3} />
          <text className={styles.chipText} x={5} y={11}>
            {chip.text}
          </text>
          {chip.letter === '' ? null : (
            <text className={styles.letter} x={wide - 5} y={11} textAnchor="end">
              {chip.letter}
            </text>
          )}
        </g>
      ))}
      {placed.length < chips.length ? (
        <text className={styles.chipText} x={x} y={37}>
          …
        </text>
      ) : null}
    </>
  )
}
