import { EngineError } from '../base/errors.ts'
import { type Analysis, analyse, outputsOf, passOnAnalysis, unknownInfo } from './analyse.ts'
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
import type { Dim, ValueInfo } from './infer/info.ts'
import { functionsOf, type Nodes, orderFrom } from './walk.ts'

/** A graph with what a pass asks of it: who reads what, and what is known of each value. Of the graph as it was given. */
export class GraphIndex {
  readonly #nodes: Nodes
  readonly #values: Analysis
  readonly #outputs: ReadonlySet<Value>

  constructor(graph: Graph) {
    this.#nodes = graph.nodes
    this.#values = analyse(graph)
    this.#outputs = new Set(graph.outputs.map(({ value }) => value))
  }

  /** Raises `internal` for a name that is not in the graph. */
  node(name: string): GraphNode {
    return this.#nodes.get(name) ?? missing(name)
  }

  /** The node that makes a value. */
  producer(value: Value): GraphNode {
    return this.#values.get(value)?.producer ?? this.node(producerOf(value))
  }

  /** Nodes that read a value, once per input that does; outputs of the graph are not among them. */
  consumers(value: Value): readonly GraphNode[] {
    const known = this.#values.get(value)
    if (known === undefined || known.reader === null) return []
    return [known.reader, ...(known.readers ?? [])]
  }

  /** The one node that reads a value, once; `null` where there are several, none, or the graph gives the value out. */
  onlyConsumer(value: Value): GraphNode | null {
    const known = this.#values.get(value)
    return known === undefined || known.readers !== null || this.#outputs.has(value) ? null : known.reader
  }

  isOutput(value: Value): boolean {
    return this.#outputs.has(value)
  }

  info(value: Value): ValueInfo {
    return this.#values.get(value)?.info ?? (this.#nodes.has(producerOf(value)) ? unknownInfo : missing(value))
  }

  /** What is known of all outputs of a node of the graph; none where no rule says what it makes. */
  outputs(node: GraphNode): readonly ValueInfo[] {
    return outputsOf(node)
  }

  /** What a value holds, where it is a constant. */
  constant(value: Value): Constant | null {
    return this.info(value).constant
  }
}

const indexes = new WeakMap<Graph, GraphIndex>()

/** The index of a graph, made once. */
export function indexOf(graph: Graph): GraphIndex {
  const known = indexes.get(graph)
  if (known !== undefined) return known
  const index = new GraphIndex(graph)
  indexes.set(graph, index)
  return index
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

  private readonly values: Analysis
  private remembered = false

  /** A graph has thousands of nodes and a pass changes a few: nothing is copied, `nodes` and `infos` hold what is new. */
  constructor(private readonly graph: Graph) {
    super()
    this.index = indexOf(graph)
    this.values = analyse(graph)
    for (const [name, body] of graph.functions) {
      this.functions.set(name, body)
      this.taken.add(name)
    }
    for (const [name, table] of graph.tables) this.tables.set(name, table)
  }

  /** Where dimensions of the graph are read from is looked up when it is first asked for. */
  override dim(dim: Dim): Value {
    if (typeof dim === 'string' && !this.remembered) {
      this.remembered = true
      for (const [value, { info }] of this.values) if (info.shape !== null) this.remember(value, info.shape)
    }
    return super.dim(dim)
  }

  /** Nodes of the graph as it was given, producers first. */
  originals(): Iterable<GraphNode> {
    return this.graph.nodes.values()
  }

  /** The node that makes a value, of the graph or a new one. Raises `internal` for an unknown value. */
  made(value: Value): GraphNode {
    return this.current(producerOf(value)) ?? missing(value)
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
    return this.known(value) !== undefined
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
    const node = this.current(name) ?? missing(name)
    const inputs = (change.inputs ?? node.inputs).map((input) => this.resolve(input))
    const edited = { ...node, ...change, inputs }
    passOnAnalysis(node, edited)
    this.nodes.set(name, edited)
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
    const outputs = this.graph.outputs.map((output) => ({ ...output, value: this.resolve(output.value) }))
    return pruned({ ...this.graph, outputs, functions: this.functions, tables: this.tables }, this)
  }

  /** A node as it is in the rewritten graph. */
  get(name: string): GraphNode | undefined {
    return this.nodes.get(name) ?? this.resolved(this.graph.nodes.get(name))
  }

  /** A node as it is by now, old or new. */
  private current(name: string): GraphNode | undefined {
    return this.nodes.get(name) ?? this.graph.nodes.get(name)
  }

  protected override known(value: Value): ValueInfo | undefined {
    return this.infos.get(value) ?? this.values.get(value)?.info
  }

  protected override append(node: GraphNode): readonly Value[] {
    return super.append({ ...node, inputs: node.inputs.map((input) => this.resolve(input)) })
  }

  protected override isTaken(name: string): boolean {
    return super.isTaken(name) || this.graph.nodes.has(name)
  }

  private resolved(node: GraphNode | undefined): GraphNode | undefined {
    if (node === undefined) return node
    let inputs: Value[] | null = null
    for (let i = 0; i < node.inputs.length; i++) {
      const input = node.inputs[i] as Value
      const by = this.resolve(input)
      if (by === input) continue
      inputs ??= [...node.inputs]
      inputs[i] = by
    }
    if (inputs === null) return node
    const changed = { ...node, inputs }
    passOnAnalysis(node, changed)
    return changed
  }
}

/** Drops what no output needs (inputs of the model stay) and puts the rest in order. Raises `model-cyclic`. */
export function prune(graph: Graph): Graph {
  return whole.has(graph) ? graph : pruned(graph, graph.nodes)
}

/** Graphs of which nothing is left to drop: their nodes are in order, and none waits for itself. */
const whole = new WeakSet<Graph>()

export function isPruned(graph: Graph): boolean {
  return whole.has(graph)
}

/** The graph with those of these nodes that it needs. */
function pruned(graph: Graph, from: Pick<Nodes, 'get'>): Graph {
  const roots = [...graph.inputs.map(({ node }) => node), ...graph.outputs.map(({ value }) => producerOf(value))]
  const { nodes, cycle } = orderFrom(roots, from)
  if (cycle !== null)
    throw new EngineError('model-cyclic', `The operations of the graph wait for each other: ${cycle.join(' → ')}.`)
  const reachable = graph.functions.size === 0 ? [] : reachableFunctions(nodes, graph)
  const functions = new Map(reachable.map((name) => [name, functionOf(graph, name)]))
  const tables = new Map([...graph.tables].filter(([name]) => isTable(name, nodes, graph)))
  const result = { ...graph, nodes, functions, tables }
  whole.add(result)
  return result
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
  if (graph.functions.size === 0) return []
  const found = new Set(functionsNamed(nodes))
  for (const name of found) for (const inner of functionsNamed(functionOf(graph, name).nodes)) found.add(inner)
  return [...found]
}

function functionsNamed(nodes: Nodes): readonly string[] {
  return [...nodes.values()].flatMap(functionsOf)
}
