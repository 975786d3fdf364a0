import type { Inspection } from '../../base/inspection.ts'
import type { InspectedItem } from '../../store/index.ts'

export interface Neighbours {
  /** What it reads from, and what reads from it: layers, or operations outside of any. */
  readonly before: readonly InspectedItem[]
  readonly after: readonly InspectedItem[]
}

/** Where the edges of a group or node lead. A node within a layer has its neighbours in that layer as nodes. */
export function neighboursOf(inspection: Inspection, form: 'read' | 'run', { kind, index }: InspectedItem): Neighbours {
  const { groups, ...forms } = inspection
  const nodes = forms[form]
  const isInside = (node: number): boolean => {
    if (kind === 'node') return node === index
    for (let at = nodes[node]?.group ?? -1; at >= 0; at = groups[at]?.parent ?? -1) if (at === index) return true
    return false
  }
  const inside = nodes.map((_, node) => isInside(node))
  const own = kind === 'node' ? nodes[index]?.group : -1
  const unitOf = (node: number): InspectedItem => {
    const group = nodes[node]?.group ?? 0
    return groups[group]?.kind === 'layer' && group !== own
      ? { kind: 'group', index: group }
      : { kind: 'node', index: node }
  }
  const before = new Map<string, InspectedItem>()
  const after = new Map<string, InspectedItem>()
  const put = (into: Map<string, InspectedItem>, item: InspectedItem) => into.set(`${item.kind}${item.index}`, item)
  nodes.forEach(({ inputs }, node) => {
    for (const producer of inputs) {
      if (inside[node] === true && inside[producer] !== true) put(before, unitOf(producer))
      if (inside[producer] === true && inside[node] !== true) put(after, unitOf(node))
    }
  })
  return { before: [...before.values()], after: [...after.values()] }
}
