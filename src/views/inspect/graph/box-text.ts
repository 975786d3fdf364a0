import { formatCount } from '../../../base/format.ts'
import type { InspectedNode, Inspection, PassChanges, ValueShape } from '../../../base/inspection.ts'
import { letterOf } from '../letter.ts'
import { removedBy } from '../removed.ts'

/** An operation in the second line of a box. */
export interface Chip {
  readonly text: string
  /** The letter of the pass that removed it; empty if it runs. */
  readonly letter: string
}

/** The nodes as read of each group, at any depth, ascending. */
export function membersOf({ groups, read }: Inspection): readonly (readonly number[])[] {
  const members = groups.map((): number[] => [])
  read.forEach(({ group }, node) => {
    for (let at = group; at >= 0; at = groups[at]?.parent ?? -1) members[at]?.push(node)
  })
  return members
}

/** The operations of a layer in order, each with the pass that removed it; of a larger group, how often each occurs. */
export function chipsOf(
  inspection: Inspection,
  changes: PassChanges | null,
  form: 'read' | 'run',
  group: number,
  members: readonly number[],
): readonly Chip[] {
  const { groups, read, run } = inspection
  // A layer as run includes what was fused into it from the layers after it.
  const fused = form === 'run' ? run.filter((node) => node.group === group).flatMap(({ from }) => from) : []
  const all = [...new Set([...members, ...fused])].sort((a, b) => a - b)
  if (groups[group]?.kind === 'layer')
    return all.map((index) => ({
      text: read[index]?.op ?? '',
      letter: letterOf(removedBy(inspection, changes, index)),
    }))
  const counts = new Map<string, number>()
  for (const index of members) {
    const op = read[index]?.op ?? ''
    if (op !== 'Placeholder') counts.set(op, (counts.get(op) ?? 0) + 1)
  }
  const most = [...counts].sort(([, a], [, b]) => b - a)
  return most.map(([op, count]) => ({ text: count === 1 ? op : `${formatCount(count)} ${op}`, letter: '' }))
}

/** `56 × 56 × 128`, without the batch; `scalar`; empty if the rank is unknown. */
export function shapeText(shape: ValueShape | undefined): string {
  if (shape?.dims == null) return ''
  const [first, ...others] = shape.dims
  if (first === undefined) return 'scalar'
  const inner = first === 'batch' || (first === 1 && others.length > 0) ? others : shape.dims
  return inner.length === 0 ? 'one number' : inner.join(' × ')
}

/** The value that leaves a group: of its last node. */
export function lastNodes({ groups, ...forms }: Inspection, form: 'read' | 'run'): readonly number[] {
  const last = new Array<number>(groups.length).fill(-1)
  forms[form].forEach(({ group }: InspectedNode, node) => {
    for (let at = group; at >= 0; at = groups[at]?.parent ?? -1) last[at] = node
  })
  return last
}

/** Cuts a text to a width; SVG has no ellipsis of its own. `each`: px per character. */
export function cutTo(text: string, width: number, each: number): string {
  const most = Math.max(1, Math.floor(width / each))
  return text.length <= most ? text : `${text.slice(0, most - 1)}…`
}
