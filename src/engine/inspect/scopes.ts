import type { InspectedGroup, NamedDim } from '../../base/inspection.ts'

/** A node to place: its name spells its scope, `block1/conv/Conv2D`. */
export interface Placed {
  readonly name: string
  /** Sizes of its first output. */
  readonly dims: readonly NamedDim[] | null
  /** Inputs of the model stay outside all stages. */
  readonly isInput: boolean
}

export interface Grouping {
  readonly groups: readonly InspectedGroup[]
  /** Index of the group of each node, in the order of the nodes. */
  readonly groupOf: readonly number[]
}

/** A scope under construction: its children in the order of computation. */
interface Scope {
  readonly path: string
  readonly label: string
  readonly kind: InspectedGroup['kind']
  readonly children: (Scope | number)[]
}

/** More layers in a row than this are grouped into stages. */
const mostChildren = 20
/** A row of layers without stages is cut into about as many parts of this size. */
const partSize = 16

/**
 * Groups nodes by the scopes in their names. Chains of scopes with one child are one group. A long row of layers is cut
 * where the size of the picture changes, or else into equal parts.
 */
export function groupNodes(nodes: readonly Placed[]): Grouping {
  const root = scopesOf(nodes)
  const shaped = staged(collapsed(root, true), nodes)
  const groups: InspectedGroup[] = []
  const groupOf = new Array<number>(nodes.length).fill(0)
  const add = (scope: Scope, parent: number) => {
    const index = groups.length
    groups.push({ path: scope.path, label: scope.label, parent, kind: scope.kind })
    for (const child of scope.children)
      if (typeof child === 'number') groupOf[child] = index
      else add(child, index)
  }
  add(shaped, -1)
  return { groups, groupOf }
}

function scopesOf(nodes: readonly Placed[]): Scope {
  const root: Scope = { path: '', label: '', kind: 'model', children: [] }
  const known = new Map<string, Scope>([['', root]])
  const scopeAt = (path: string): Scope => {
    const found = known.get(path)
    if (found !== undefined) return found
    const cut = path.lastIndexOf('/')
    const scope: Scope = { path, label: path.slice(cut + 1), kind: 'scope', children: [] }
    known.set(path, scope)
    scopeAt(path.slice(0, Math.max(0, cut))).children.push(scope)
    return scope
  }
  nodes.forEach(({ name }, index) => {
    scopeAt(name.slice(0, Math.max(0, name.lastIndexOf('/')))).children.push(index)
  })
  return root
}

/** Joins a scope with its only child, and marks scopes of operations alone as layers. */
function collapsed(scope: Scope, isRoot = false): Scope {
  const children = scope.children.map((child) => (typeof child === 'number' ? child : collapsed(child)))
  const [only] = children
  if (children.length === 1 && typeof only === 'object' && !isRoot)
    return { ...only, label: `${scope.label}/${only.label}` }
  const isLayer = !isRoot && children.every((child) => typeof child === 'number')
  // What the whole model is wrapped in tells nothing.
  const scopes = children.filter((child) => typeof child === 'object')
  const [wrapper] = scopes
  if (isRoot && wrapper !== undefined && scopes.length === 1 && wrapper.kind === 'scope')
    return collapsed(
      { ...scope, children: children.flatMap((child) => (child === wrapper ? wrapper.children : child)) },
      true,
    )
  return { ...scope, kind: isRoot ? 'model' : isLayer ? 'layer' : 'scope', children }
}

/** Cuts each long row of layers into stages. */
function staged(scope: Scope, nodes: readonly Placed[]): Scope {
  const children = scope.children.map((child) => (typeof child === 'number' ? child : staged(child, nodes)))
  if (scope.kind === 'layer' || children.length <= mostChildren) return { ...scope, children }
  const isInput = (child: Scope | number) => typeof child === 'number' && nodes[child]?.isInput === true
  const inputs = children.filter(isInput)
  const row = children.filter((child) => !isInput(child))
  const bySize = runsOf(row, (child) => sizeOf(child, nodes))
  const useful = bySize.length > 2 && bySize.length <= row.length / 2 && bySize.length <= mostChildren
  const cuts = useful ? bySize.map(({ items }) => items) : [row]
  const runs = cuts.flatMap((run) => (run.length > 2 * mostChildren ? equalParts(run) : [run]))
  let number = 0
  const stages = runs.map((run) => {
    const [first] = run
    return run.length === 1 && first !== undefined ? first : stage(scope, run, ++number, nodes)
  })
  return { ...scope, children: [...inputs, ...stages] }
}

function stage(scope: Scope, children: (Scope | number)[], number: number, nodes: readonly Placed[]): Scope {
  const size = children.map((child) => sizeOf(child, nodes)).find((text) => text !== '')
  const label = `Stage ${number}${size === undefined ? '' : `, ${size}`}`
  return { path: `${scope.path}/#${number}`, label, kind: 'stage', children }
}

/** `56 × 56` of a picture; empty for anything else. */
function sizeOf(child: Scope | number, nodes: readonly Placed[]): string {
  if (typeof child !== 'number') {
    const last = child.children.at(-1)
    return last === undefined ? '' : sizeOf(last, nodes)
  }
  const dims = nodes[child]?.dims ?? null
  return dims?.length === 4 ? `${dims[1]} × ${dims[2]}` : ''
}

function runsOf<T>(items: readonly T[], keyOf: (item: T) => string): readonly { key: string; items: T[] }[] {
  const runs: { key: string; items: T[] }[] = []
  for (const item of items) {
    const key = keyOf(item)
    const current = runs.at(-1)
    if (current?.key === key) current.items.push(item)
    else runs.push({ key, items: [item] })
  }
  return runs
}

function equalParts<T>(items: readonly T[]): readonly T[][] {
  const parts = Math.ceil(items.length / Math.max(partSize, Math.ceil(Math.sqrt(items.length))))
  const size = Math.ceil(items.length / parts)
  return Array.from({ length: parts }, (_, i) => items.slice(i * size, (i + 1) * size))
}
