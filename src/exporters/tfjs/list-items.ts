import type { DType } from '../../base/tensor.ts'
import { bool, type Constant, float32, int32, strings } from '../../graph/constant.ts'
import {
  type Attribute,
  type Graph,
  type GraphFunction,
  type GraphNode,
  outputIndexOf,
  outputOf,
  producerOf,
  type Value,
} from '../../graph/graph.ts'

/** Which input of an op is the item that it adds to a list. */
const itemInput: ReadonlyMap<string, number> = new Map([
  ['TensorListSetItem', 2],
  ['TensorListPushBack', 1],
])

type ItemDType = Exclude<DType, 'complex64'>

interface Item {
  readonly parameter: string
  readonly dtype: ItemDType
}

/**
 * TensorFlow.js 4.22 frees everything that a loop body computes but does not return, including items already in a
 * tensor list. Returning each item from the body makes it a loop variable, which nothing reads.
 */
export function keepListItems(graph: Graph): Graph {
  const loops = [graph, ...graph.functions.values()].flatMap(({ nodes }) => [...nodes.values()].filter(isLoop))
  const functions = new Map(graph.functions)
  const added = new Map<string, readonly Item[]>()
  for (const name of new Set(loops.flatMap((loop) => functionOf(loop, 'body') ?? []))) {
    const body = functions.get(name)
    if (body === undefined) continue
    const { extended, items } = giveItemsBack(body)
    if (items.length === 0) continue
    functions.set(name, extended)
    added.set(name, items)
  }
  if (added.size === 0) return graph
  const extend = (nodes: ReadonlyMap<string, GraphNode>) => extendLoops(nodes, added, functions)
  const main = { ...graph, nodes: extend(graph.nodes) }
  for (const [name, body] of [...functions]) functions.set(name, { ...body, nodes: extend(body.nodes) })
  return { ...main, functions }
}

function isLoop({ op }: GraphNode): boolean {
  return op === 'While' || op === 'StatelessWhile'
}

function functionOf({ attributes }: GraphNode, key: string): string | null {
  const attribute = attributes[key]
  return attribute !== undefined && 'func' in attribute ? attribute.func : null
}

/** The body with its list items added to the results, and a parameter for each. */
function giveItemsBack(body: GraphFunction): { readonly extended: GraphFunction; readonly items: readonly Item[] } {
  const nodes = new Map<string, GraphNode>()
  const results = [...body.results]
  const items: Item[] = []
  for (const node of body.nodes.values()) {
    const index = itemInput.get(node.op)
    const value = index === undefined ? undefined : node.inputs[index]
    const dtype = dtypeOf(node)
    if (value === undefined || dtype === null || survives(value, body)) {
      nodes.set(node.name, node)
      continue
    }
    const parameter = freeName(`${node.name}/last`, body.nodes)
    const copy = freeName(`${node.name}/item`, body.nodes)
    // A copy, because returning a weight or parameter would yield a different tensor from the one in the list.
    nodes.set(copy, { name: copy, op: 'Identity', inputs: [value], attributes: { T: { type: dtype } } })
    nodes.set(node.name, { ...node, inputs: node.inputs.map((input, i) => (i === index ? outputOf(copy) : input)) })
    results.push(outputOf(copy))
    items.push({ parameter, dtype })
  }
  return { extended: withParameters({ ...body, results, nodes }, items), items }
}

/** If the body already returns a computed node's first output, that is the tensor in the list. */
function survives(value: Value, { nodes, results }: GraphFunction): boolean {
  const op = nodes.get(producerOf(value))?.op
  return results.includes(value) && outputIndexOf(value) === 0 && op !== 'Const' && op !== 'Placeholder'
}

function dtypeOf({ attributes }: GraphNode): ItemDType | null {
  const attribute = attributes.element_dtype
  if (attribute === undefined || !('type' in attribute)) return null
  const { type } = attribute
  return type === 'resource' || type === 'variant' || type === 'complex64' ? null : type
}

function freeName(name: string, nodes: ReadonlyMap<string, GraphNode>): string {
  let candidate = name
  for (let i = 1; nodes.has(candidate); i++) candidate = `${name}_${i}`
  return candidate
}

function withParameters(body: GraphFunction, items: readonly Item[]): GraphFunction {
  const placeholders = items.map(({ parameter, dtype }): readonly [string, GraphNode] => [
    parameter,
    { name: parameter, op: 'Placeholder', inputs: [], attributes: { dtype: { type: dtype }, shape: { shape: null } } },
  ])
  return {
    ...body,
    parameters: [...body.parameters, ...items.map(({ parameter, dtype }) => ({ node: parameter, dtype }))],
    nodes: new Map([...placeholders, ...body.nodes]),
  }
}

/** Adds the variables to loops over extended bodies; conditions get the parameters too. */
function extendLoops(
  nodes: ReadonlyMap<string, GraphNode>,
  added: ReadonlyMap<string, readonly Item[]>,
  functions: Map<string, GraphFunction>,
): ReadonlyMap<string, GraphNode> {
  const extended = new Map<string, GraphNode>()
  for (const node of nodes.values()) {
    const body = isLoop(node) ? functionOf(node, 'body') : null
    const items = body === null ? undefined : added.get(body)
    const condition = functions.get(functionOf(node, 'cond') ?? '')
    if (body === null || items === undefined || condition === undefined) {
      extended.set(node.name, node)
      continue
    }
    // One condition per body: another loop may share the condition but have other variables.
    const name = `${condition.name}/${body}`
    if (!functions.has(name)) functions.set(name, { ...withParameters(condition, items), name })
    const starts = items.map(({ dtype }): GraphNode => {
      const constant = zero[dtype]
      const start = freeName(`${node.name}/none_${dtype}`, nodes)
      return { name: start, op: 'Const', inputs: [], attributes: { dtype: { type: dtype } }, constant }
    })
    for (const start of starts) extended.set(start.name, start)
    extended.set(node.name, {
      ...node,
      inputs: [...node.inputs, ...starts.map((start) => outputOf(start.name))],
      attributes: { ...node.attributes, cond: { func: name }, ...typesOf(node, items) },
    })
  }
  return extended
}

function typesOf({ attributes }: GraphNode, items: readonly Item[]): Readonly<Record<string, Attribute>> {
  const types = attributes.T
  const known = types !== undefined && 'list' in types && 'type' in types.list ? types.list.type : null
  return known === null ? {} : { T: { list: { type: [...known, ...items.map(({ dtype }) => dtype)] } } }
}

/** Initial values of the variables. */
const zero: Readonly<Record<ItemDType, Constant>> = {
  float32: float32([0], []),
  int32: int32([0], []),
  bool: bool([false], []),
  string: strings([''], []),
}
