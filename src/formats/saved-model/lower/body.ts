import { EngineError } from '../../../base/errors.ts'
import type { FunctionProto, NodeProto } from '../proto/graph-def.ts'

/** The nodes of the main graph or of a function, by name. */
export interface Body {
  /** The function, for messages; empty for the main graph. */
  readonly name: string
  readonly isFunction: boolean
  readonly nodes: ReadonlyMap<string, NodeProto>
  readonly parameters: readonly string[]
}

/** An input as a node states it. */
export interface Source {
  readonly node: string
  /** Name of the output; `null` in the main graph, where outputs only have numbers. */
  readonly output: string | null
  readonly index: number
  readonly control: boolean
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

/** The main graph; the same object each time. */
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

/** `node`, `node:1`, `node:output:0`, `^node`. */
export function sourceOf(input: string, isFunction: boolean): Source {
  if (input.startsWith('^')) return { node: input.slice(1), output: null, index: 0, control: true }
  const colon = input.indexOf(':')
  if (colon < 0) return { node: input, output: null, index: 0, control: false }
  const node = input.slice(0, colon)
  const [second = '', third = '0'] = input.slice(colon + 1).split(':')
  if (isFunction && !/^\d+$/.test(second)) return { node, output: second, index: Number(third), control: false }
  return { node, output: null, index: Number(second), control: false }
}

const known = new WeakMap<readonly string[], readonly Source[]>()

/** The inputs of a node of this body. */
export function sourcesOf({ isFunction }: Body, { inputs }: NodeProto): readonly Source[] {
  const held = known.get(inputs)
  if (held !== undefined) return held
  const sources = inputs.map((input) => sourceOf(input, isFunction))
  known.set(inputs, sources)
  return sources
}

/**
 * The nodes that must run for the roots, producers first. `follow` says which inputs count. Back edges of TensorFlow 1 loops
 * close cycles and are followed last. Raises `model-cyclic`, `model-invalid` for an input that does not exist.
 */
export function runOrder(
  body: Body,
  roots: readonly string[],
  follow: (node: NodeProto, source: Source) => boolean,
): readonly NodeProto[] {
  const walk: Walk = { body, follow, order: [], done: new Set(body.parameters), open: new Set(), loops: [] }
  for (const root of roots) visit(root, walk)
  for (let i = 0; i < walk.loops.length; i++) visit(walk.loops[i] as string, walk)
  return walk.order
}

interface Walk {
  readonly body: Body
  readonly follow: (node: NodeProto, source: Source) => boolean
  readonly order: NodeProto[]
  readonly done: Set<string>
  /** Names from the root to where the walk is. */
  readonly open: Set<string>
  readonly loops: string[]
}

interface Step {
  readonly node: NodeProto
  readonly waits: readonly string[]
  next: number
}

/** Depth first without recursion: graphs are thousands of nodes deep. */
function visit(root: string, walk: Walk): void {
  const stack: Step[] = []
  enter(root, null, walk, stack)
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const name = top.waits[top.next++]
    if (name !== undefined) enter(name, top.node, walk, stack)
    else {
      walk.order.push(top.node)
      walk.done.add(top.node.name)
      walk.open.delete(top.node.name)
      stack.pop()
    }
  }
}

function enter(name: string, by: NodeProto | null, { body, follow, done, open, loops }: Walk, stack: Step[]): void {
  if (done.has(name)) return
  const node = body.nodes.get(name)
  if (node === undefined) throw absent(body, name, by)
  if (open.has(name)) throw cyclic(body, name)
  open.add(name)
  const waits: string[] = []
  for (const source of sourcesOf(body, node)) {
    if (!follow(node, source)) continue
    if (node.op === 'Merge' && body.nodes.get(source.node)?.op === 'NextIteration') loops.push(source.node)
    else waits.push(source.node)
  }
  stack.push({ node, waits, next: 0 })
}

function absent(body: Body, name: string, by: NodeProto | null): EngineError {
  const who = by === null ? 'a result' : `"${by.name}"`
  return new EngineError('model-invalid', `In ${whereIn(body)}, ${who} needs "${name}", which is not there.`)
}

function cyclic(body: Body, name: string): EngineError {
  return new EngineError(
    'model-cyclic',
    `In ${whereIn(body)} the operations wait for each other, "${name}" for itself.`,
  )
}

function whereIn({ name }: Body): string {
  return name === '' ? 'the graph' : `the function ${name}`
}
