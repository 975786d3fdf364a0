import type { Library, NodeProto } from '../proto/graph-def.ts'
import type { Body } from './body.ts'

/** Ops that change a variable or fill a table. */
const effectOps = new Set([
  'Assign',
  'AssignAdd',
  'AssignSub',
  'AssignVariableOp',
  'AssignAddVariableOp',
  'AssignSubVariableOp',
  'InitializeTable',
  'InitializeTableV2',
  'InitializeTableFromTextFile',
  'InitializeTableFromTextFileV2',
  'LookupTableImport',
  'LookupTableImportV2',
])

/** Finds nodes that must run although nothing reads their outputs. */
export class Effects {
  private readonly functions = new Map<string, boolean>()
  /** What is known about the nodes of each body; `null` if none has an effect. */
  private readonly bodies = new WeakMap<Body, Map<string, boolean> | null>()

  constructor(private readonly library: Library) {}

  /** Whether a node has an effect, or waits for one that does. */
  reach(body: Body, name: string): boolean {
    const known = this.knownOf(body)
    if (known === null) return false
    const held = known.get(name)
    if (held !== undefined) return held
    const seen: string[] = []
    const found = this.search(body, name, known, seen)
    // Everything visited on a path without effects has none either.
    if (!found) for (const each of seen) known.set(each, false)
    known.set(name, found)
    return found
  }

  /** Whether any node of a body has an effect. */
  areIn(body: Body): boolean {
    return this.knownOf(body) !== null
  }

  /** Whether a node itself has an effect, or a function that it calls. */
  has(node: NodeProto): boolean {
    if (effectOps.has(node.op)) return true
    for (const name of called(node)) if (this.inFunction(name)) return true
    return false
  }

  private knownOf(body: Body): Map<string, boolean> | null {
    const held = this.bodies.get(body)
    if (held !== undefined) return held
    const known = this.anyOf([...body.nodes.values()]) ? new Map<string, boolean>() : null
    this.bodies.set(body, known)
    return known
  }

  /** For most graphs the op alone decides; attributes are read on demand. */
  private anyOf(nodes: readonly NodeProto[]): boolean {
    for (const { op } of nodes) if (effectOps.has(op)) return true
    for (const node of nodes) if (this.has(node)) return true
    return false
  }

  private search(body: Body, name: string, known: Map<string, boolean>, seen: string[]): boolean {
    const visited = new Set([name])
    for (const each of visited) {
      seen.push(each)
      const node = body.nodes.get(each)
      if (node === undefined) continue
      if (this.has(node)) return true
      for (const { node: source } of node.inputs) {
        const held = known.get(source)
        if (held === true) return true
        if (held === undefined) visited.add(source)
      }
    }
    return false
  }

  private inFunction(name: string): boolean {
    const held = this.functions.get(name)
    if (held !== undefined) return held
    // A recursive call adds no new effects.
    this.functions.set(name, false)
    const found = this.anyOf(this.library.get(name)?.nodes ?? [])
    this.functions.set(name, found)
    return found
  }
}

/** The functions that a node names; in TensorFlow 1 the op itself may be a function. */
export function called({ op, attributes }: NodeProto): readonly string[] {
  const names = [op]
  for (const attribute of attributes.values()) {
    if ('func' in attribute) names.push(attribute.func.name)
    else if ('list' in attribute) for (const { name } of attribute.list.func) names.push(name)
  }
  return names
}
