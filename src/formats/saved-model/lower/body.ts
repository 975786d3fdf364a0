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
    nodes: new Map(nodes.map((node) => [node.name, node])),
    parameters: signature.inputs.map(({ name }) => name),
  }
}

const mainBodies = new WeakMap<readonly NodeProto[], Body>()

/** The main graph; the same object each time. */
export function mainBody(nodes: readonly NodeProto[]): Body {
  const held = mainBodies.get(nodes)
  if (held !== undefined) return held
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const body: Body = { name: '', isFunction: false, nodes: byName, parameters: [] }
  mainBodies.set(nodes, body)
  return body
}

/** `node`, `node:1`, `node:output:0`, `^node`. */
export function sourceOf(input: string, isFunction: boolean): Source {
  if (input.startsWith('^')) return { node: input.slice(1), output: null, index: 0, control: true }
  if (!input.includes(':')) return { node: input, output: null, index: 0, control: false }
  const [node = '', second, third] = input.split(':')
  if (isFunction && second !== undefined && !/^\d+$/.test(second))
    return { node, output: second, index: Number(third ?? 0), control: false }
  return { node, output: null, index: Number(second ?? 0), control: false }
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
  const order: NodeProto[] = []
  const done = new Set<string>(body.parameters)
  const open = new Set<string>()
  const loops: string[] = []
  const visit = (root: string) => {
    const stack: { readonly node: NodeProto; readonly waits: readonly string[]; next: number }[] = []
    const enter = (name: string, by: string) => {
      if (done.has(name)) return
      const node = body.nodes.get(name)
      const where = body.name === '' ? 'the graph' : `the function ${body.name}`
      if (node === undefined)
        throw new EngineError('model-invalid', `In ${where}, ${by} needs "${name}", which is not there.`)
      if (open.has(name))
        throw new EngineError('model-cyclic', `In ${where} the operations wait for each other, "${name}" for itself.`)
      open.add(name)
      const waits: string[] = []
      for (const source of sourcesOf(body, node)) {
        if (!follow(node, source)) continue
        if (node.op === 'Merge' && body.nodes.get(source.node)?.op === 'NextIteration') loops.push(source.node)
        else waits.push(source.node)
      }
      stack.push({ node, waits, next: 0 })
    }
    enter(root, 'a result')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const name = top.waits[top.next++]
      if (name !== undefined) enter(name, `"${top.node.name}"`)
      else {
        order.push(top.node)
        done.add(top.node.name)
        open.delete(top.node.name)
        stack.pop()
      }
    }
  }
  for (const root of roots) visit(root)
  for (let i = 0; i < loops.length; i++) visit(loops[i] as string)
  return order
}
