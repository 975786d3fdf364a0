import type { Inspection } from '../../../base/inspection.ts'

/** A line of the outline. */
export interface OutlineRow {
  readonly kind: 'group' | 'node'
  readonly index: number
  /** 0 for what is directly in the model. */
  readonly depth: number
  readonly label: string
  /** `null` for a node, or a group with nothing in it in this form. */
  readonly isOpen: boolean | null
  /** Position among its siblings, from 1, and their number. */
  readonly position: number
  readonly siblings: number
}

interface Child {
  readonly kind: 'group' | 'node'
  readonly index: number
  /** The first node in it, which orders the children. */
  readonly first: number
}

/**
 * The visible lines, depth first. With a `query`, those whose name, op or weights contain it, with all groups around
 * them, whatever is open.
 */
export function outlineRows(
  { groups, ...forms }: Inspection,
  form: 'read' | 'run',
  open: ReadonlySet<number>,
  query: string,
): readonly OutlineRow[] {
  const nodes = forms[form]
  const wanted = query.trim().toLowerCase()
  const children = groups.map((): Child[] => [])
  const firsts = new Array<number>(groups.length).fill(Number.POSITIVE_INFINITY)
  nodes.forEach(({ group }, index) => {
    children[group]?.push({ kind: 'node', index, first: index })
    for (let at = group; at >= 0; at = groups[at]?.parent ?? -1) firsts[at] = Math.min(firsts[at] ?? index, index)
  })
  // A group whose operations were all folded away is still listed, at its place in the file.
  forms.read.forEach(({ group, run }) => {
    for (let at = group; at >= 0; at = groups[at]?.parent ?? -1)
      if (firsts[at] === Number.POSITIVE_INFINITY) firsts[at] = (run ?? nodes.length) + 0.5
  })
  groups.forEach(({ parent }, index) => {
    if (parent >= 0) children[parent]?.push({ kind: 'group', index, first: firsts[index] ?? 0 })
  })
  for (const list of children) list.sort((a, b) => a.first - b.first)
  const isMatch = ({ kind, index }: Child): boolean => {
    if (kind === 'group') return (groups[index]?.path ?? '').toLowerCase().includes(wanted)
    const node = nodes[index]
    if (node === undefined) return false
    return [node.name, node.op, ...node.weights.map((weight) => weight.node)].some((text) =>
      text.toLowerCase().includes(wanted),
    )
  }
  const rows: OutlineRow[] = []
  const visit = (group: number, depth: number): void => {
    const listed = children[group] ?? []
    listed.forEach((child, i) => {
      const { kind, index } = child
      const at = rows.length
      const isOpen = kind === 'node' || children[index]?.length === 0 ? null : wanted !== '' || open.has(index)
      const label = (kind === 'group' ? groups[index]?.label : shortName(nodes[index]?.name)) ?? ''
      rows.push({ kind, index, depth, label, isOpen, position: i + 1, siblings: listed.length })
      if (isOpen === true) visit(index, depth + 1)
      if (wanted !== '' && rows.length === at + 1 && !isMatch(child)) rows.pop()
    })
  }
  visit(0, 0)
  return rows
}

const shortName = (name = '') => name.slice(name.lastIndexOf('/') + 1)
