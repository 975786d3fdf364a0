import { EngineError } from '../base/errors.ts'
import { analyse, unknownInfo } from './analyse.ts'
import { GraphBuilder } from './builder.ts'
import type { Constant } from './constant.ts'
import {
  type Attributes,
  type Graph,
  type GraphFunction,
  type GraphNode,
  outputOf,
  producerOf,
  type Value,
} from './graph.ts'
import type { ValueInfo } from './infer/info.ts'
import { consumersOf, type Nodes, orderFrom } from './walk.ts'

/** A graph with what a pass asks of it: who reads what, and what is known of each value. Of the graph as it was given. */
export interface GraphIndex {
  /** Raises `internal` for a name that is not in the graph. */
  node(name: string): GraphNode
  /** The node that makes a value. */
  producer(value: Value): GraphNode
  /** Nodes that read a value, once per input that does; outputs of the graph are not among them. */
  consumers(value: Value): readonly GraphNode[]
  /** The one node that reads a value, once; `null` where there are several, none, or the graph gives the value out. */
  onlyConsumer(value: Value): GraphNode | null
  isOutput(value: Value): boolean
  info(value: Value): ValueInfo
  /** What a value holds, where it is a constant. */
  constant(value: Value): Constant | null
}

const indexes = new WeakMap<Graph, GraphIndex>()

/** The index of a graph, made once. */
export function indexOf(graph: Graph): GraphIndex {
  const known = indexes.get(graph)
  if (known !== undefined) return known
  const index = makeIndex(graph)
  indexes.set(graph, index)
  return index
}

function makeIndex(graph: Graph): GraphIndex {
  const { nodes } = graph
  const infos = analyse(graph)
  const consumers = consumersOf(nodes)
  const outputs = new Set(graph.outputs.map(({ value }) => value))
  const node = (name: string) => nodes.get(name) ?? missing(name)
  const info = (value: Value) => infos.get(value) ?? (nodes.has(producerOf(value)) ? unknownInfo : missing(value))
  return {
    node,
    producer: (value) => node(producerOf(value)),
    consumers: (value) => consumers.get(value) ?? [],
    onlyConsumer: (value) => {
      const [first, second] = consumers.get(value) ?? []
      return first === undefined || second !== undefined || outputs.has(value) ? null : first
    },
    isOutput: (value) => outputs.has(value),
    info,
    constant: (value) => info(value).constant,
  }
}

function missing(name: string): never {
  throw new EngineError('internal', `The graph has no ${name}.`)
}

/**
 * Rewrites a graph: new nodes are made as with any `GraphBuilder` (`op`, `ops`, `constant`, `reshape`, `info` …, over the
 * values of the graph and of new nodes), then put in the place of old values. The graph given is not touched.
 */
export class Rewriter extends GraphBuilder {
  readonly index: GraphIndex
  /** How many `replace` and `edit` calls there were: the number of places unless a pass counts itself. */
  changes = 0
  private readonly replaced = new Map<Value, Value>()

  constructor(private readonly graph: Graph) {
    super()
    this.index = indexOf(graph)
    for (const [value, info] of analyse(graph)) {
      this.infos.set(value, info)
      if (info.shape !== null) this.remember(value, info.shape)
    }
    for (const [name, node] of graph.nodes) {
      this.nodes.set(name, node)
      this.taken.add(name)
    }
    for (const [name, body] of graph.functions) {
      this.functions.set(name, body)
      this.taken.add(name)
    }
    for (const [name, table] of graph.tables) this.tables.set(name, table)
  }

  /** Nodes of the graph as it was given, producers first. */
  originals(): readonly GraphNode[] {
    return [...this.graph.nodes.values()]
  }

  /** The node that makes a value, of the graph or a new one. Raises `internal` for an unknown value. */
  made(value: Value): GraphNode {
    return this.nodes.get(producerOf(value)) ?? missing(value)
  }

  /** Raises `internal` for a function that is not in the graph. */
  functionNamed(name: string): GraphFunction {
    return this.functions.get(name) ?? missing(name)
  }

  /** Adds a function under a name of its own, like the one it has, and gives that name. */
  addFunction(body: GraphFunction): string {
    const name = this.unique(body.name)
    this.functions.set(name, { ...body, name })
    return name
  }

  /** Whether there is such a value, of the graph or of a new node. */
  has(value: Value): boolean {
    return this.infos.has(value)
  }

  /**
   * Whatever the graph reads as `old` reads `by` from now on, outputs of the graph included. Nodes added before this call
   * keep what they read, so a node may be put after an old one: `replace(conv, op('Relu', [conv]))`.
   */
  replace(old: Value, by: Value): void {
    const target = this.resolve(by)
    if (target === old) return
    this.replaced.set(old, target)
    this.changes++
  }

  /** Replaces every output of a node, in their order. */
  replaceNode(node: GraphNode, by: readonly Value[]): void {
    by.forEach((value, i) => {
      this.replace(outputOf(node.name, i), value)
    })
  }

  /** Changes inputs or attributes of a node in place; it keeps its name, and who reads it stays. */
  edit(
    name: string,
    change: { readonly op?: string; readonly inputs?: readonly Value[]; readonly attributes?: Attributes },
  ): void {
    const node = this.nodes.get(name) ?? missing(name)
    const inputs = (change.inputs ?? node.inputs).map((input) => this.resolve(input))
    this.nodes.set(name, { ...node, ...change, inputs })
    this.changes++
  }

  /** What stands in a value's place by now; itself where nothing does. */
  resolve(value: Value): Value {
    let current = value
    // A replacement may lead back to what it replaces, when a node was put after an old one.
    for (let i = 0; i <= this.replaced.size; i++) {
      const next = this.replaced.get(current)
      if (next === undefined || next === value) return current
      current = next
    }
    return current
  }

  /** The rewritten graph: reachable nodes only, in order. The very graph that was given where nothing changed. */
  finish(): Graph {
    if (this.changes === 0) return this.graph
    const nodes = new Map<string, GraphNode>()
    for (const [name, node] of this.nodes)
      nodes.set(name, this.graph.nodes.get(name) === node ? this.resolved(node) : node)
    const outputs = this.graph.outputs.map((output) => ({ ...output, value: this.resolve(output.value) }))
    return prune({ ...this.graph, outputs, nodes, functions: this.functions, tables: this.tables })
  }

  protected override append(node: GraphNode): readonly Value[] {
    return super.append({ ...node, inputs: node.inputs.map((input) => this.resolve(input)) })
  }

  private resolved(node: GraphNode): GraphNode {
    const inputs = node.inputs.map((input) => this.resolve(input))
    return inputs.every((input, i) => input === node.inputs[i]) ? node : { ...node, inputs }
  }
}

/** Drops what no output needs (inputs of the model stay) and puts the rest in order. Raises `model-cyclic`. */
export function prune(graph: Graph): Graph {
  const roots = [...graph.inputs.map(({ node }) => node), ...graph.outputs.map(({ value }) => producerOf(value))]
  const { nodes, cycle } = orderFrom(roots, graph.nodes)
  if (cycle !== null)
    throw new EngineError('model-cyclic', `The operations of the graph wait for each other: ${cycle.join(' → ')}.`)
  const functions = new Map(reachableFunctions(nodes, graph).map((name) => [name, functionOf(graph, name)]))
  const tables = new Map([...graph.tables].filter(([name]) => isTable(name, nodes, graph)))
  return { ...graph, nodes, functions, tables }
}

function functionOf(graph: Graph, name: string) {
  return graph.functions.get(name) ?? missing(name)
}

/** A table may be handed into a function only through a handle that the main graph makes. */
function isTable(name: string, nodes: Nodes, graph: Graph): boolean {
  return nodes.has(name) || [...graph.functions.values()].some((body) => body.nodes.has(name))
}

/** Functions that the nodes name, and those that these name. */
function reachableFunctions(nodes: Nodes, graph: Graph): readonly string[] {
  const found = new Set(functionsNamed(nodes))
  for (const name of found) for (const inner of functionsNamed(functionOf(graph, name).nodes)) found.add(inner)
  return [...found]
}

function functionsNamed(nodes: Nodes): readonly string[] {
  return [...nodes.values()].flatMap(({ attributes }) =>
    Object.values(attributes).flatMap((attribute) => {
      if ('func' in attribute) return [attribute.func]
      return 'list' in attribute && 'func' in attribute.list ? attribute.list.func : []
    }),
  )
}
