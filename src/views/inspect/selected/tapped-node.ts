import type { Inspection } from '../../../base/inspection.ts'
import type { InspectedItem } from '../../../store/index.ts'

/**
 * The node as read whose value stands for what is selected: of a group the last one in it, of a node as run the one
 * with the same name, which passes keep for equal values. `null` if there is none, or if it makes no tensor.
 */
export function tappedNode(
  inspection: Inspection,
  form: 'read' | 'run',
  { kind, index }: InspectedItem,
): string | null {
  const { groups, read, run } = inspection
  const own = kind === 'node' ? index : lastIn(inspection, form, index)
  const isFolded = kind === 'group' && form === 'run' && own < 0
  const node = isFolded ? read[lastIn(inspection, 'read', index)] : form === 'read' ? read[own] : readFor(own)
  const dtype = node?.outputs[0]?.dtype
  if (groups.length === 0 || node === undefined || dtype === 'resource' || dtype === 'variant') return null
  return node.name

  function readFor(at: number) {
    const runs = run[at]
    return read.find(({ name }) => name === runs?.name) ?? read[runs?.from.at(-1) ?? -1]
  }
}

/** The last node of a form in a group, at any depth; -1 if there is none. */
function lastIn({ groups, ...forms }: Inspection, form: 'read' | 'run', group: number): number {
  return forms[form].findLastIndex((node) => {
    for (let at = node.group; at >= 0; at = groups[at]?.parent ?? -1) if (at === group) return true
    return false
  })
}
