import { EngineError } from '../../../base/errors.ts'
import type { FunctionProto, NodeProto } from '../proto/graph-def.ts'
import type { Source } from '../proto/source.ts'

/** The nodes of the main graph or of a function, by name. */
export interface Body {
  /** The function's name, for messages; empty for the main graph. */
  readonly name: string
  readonly isFunction: boolean
  readonly nodes: ReadonlyMap<string, NodeProto>
  readonly parameters: readonly string[]
}

export function bodyOf(definition: FunctionProto): Body {
  const { signature, nodes } = definition
  return {
    name: signature.name,
    isFunction: true,
    nodes: named(nodes),
    parameters: signature.inputs.map(({ name }) => name),
  }
}

const mainBodies = new WeakMap<readonly NodeProto[], Body>()

/** The main graph; repeated calls return the same object. */
export function mainBody(nodes: readonly NodeProto[]): Body {
  const held = mainBodies.get(nodes)
  if (held !== undefined) return held
  const body: Body = { name: '', isFunction: false, nodes: named(nodes), parameters: [] }
  mainBodies.set(nodes, body)
  return body
}

function named(nodes: readonly NodeProto[]): ReadonlyMap<string, NodeProto> {
  const byName = new Map<string, NodeProto>()
  for (const node of nodes) byName.set(node.name, node)
  return byName
}

/** Returns the inputs that must run before a node. */
export interface Following {
  follows(node: NodeProto, source: Source): boolean
}

/**
 * The nodes required by the roots, producers first. Back edges of TensorFlow 1 loops are followed last. Raises
 * `model-cyclic`, and `model-invalid` for a missing input.
 */
export function runOrder(body: Body, roots: readonly string[], following: Following): readonly NodeProto[] {
  const walk: Walk = { body, following, order: [], isDone: new Map(), loops: [] }
  for (const parameter of body.parameters) walk.isDone.set(parameter, true)
  for (const root of roots) visit(root, walk)
  for (let i = 0; i < walk.loops.length; i++) visit(walk.loops[i] as string, walk)
  return walk.order
}

interface Walk {
  readonly body: Body
  readonly following: Following
  readonly order: NodeProto[]
  /** By name: false while a node is on the current path, true once it is finished. */
  readonly isDone: Map<string, boolean>
  readonly loops: string[]
}

interface Step {
  readonly node: NodeProto
  /** Index of the next input to follow. */
  next: number
}

/** Depth-first without recursion: graphs are thousands of nodes deep. */
function visit(root: string, walk: Walk): void {
  const { body, following, order, isDone, loops } = walk
  const stack: Step[] = []
  enter(root, null, walk, stack)
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const { node } = top
    const source = node.inputs[top.next++]
    if (source === undefined) {
      order.push(node)
      isDone.set(node.name, true)
      stack.pop()
    } else if (following.follows(node, source)) {
      if (node.op === 'Merge' && body.nodes.get(source.node)?.op === 'NextIteration') loops.push(source.node)
      else enter(source.node, node, walk, stack)
    }
  }
}

function enter(name: string, by: NodeProto | null, { body, isDone }: Walk, stack: Step[]): void {
  const done = isDone.get(name)
  if (done === true) return
  if (done === false) throw cyclic(body, name)
  const node = body.nodes.get(name)
  if (node === undefined) throw absent(body, name, by)
  isDone.set(name, false)
  stack.push({ node, next: 0 })
}

function absent(body: Body, name: string, by: NodeProto | null): EngineError {
  const who = by === null ? 'a result' : `"${by.name}"`
  return new EngineError('model-invalid', `In ${whereIn(body)}, ${who} needs "${name}", which is missing.`)
}

function cyclic(body: Body, name: string): EngineError {
  return new EngineError('model-cyclic', `In ${whereIn(body)} the operations form a cycle through "${name}".`)
}

function whereIn({ name }: Body): string {
  return name === '' ? 'the graph' : `the function ${name}`
}
