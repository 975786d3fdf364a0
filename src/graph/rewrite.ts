import { EngineError } from '../base/errors.ts'
import type { Place } from '../base/optimisation.ts'
import { type Analysis, analyse, inheritAnalysis, outputsOf, unknownInfo } from './analyse.ts'
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
import { joinOrigins, noOrigin, originOf } from './origin.ts'
import { pruned } from './prune.ts'
import type { Nodes } from './walk.ts'

/** A graph and what passes ask about it: readers, and what is known about each value. A snapshot of the given graph. */
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

  /** The node that produces a value. */
  producer(value: Value): GraphNode {
    return this.#values.get(value)?.producer ?? this.node(producerOf(value))
  }

  /** The nodes that read a value, once per input that reads it; graph outputs do not count. */
  consumers(value: Value): readonly GraphNode[] {
    const known = this.#values.get(value)
    if (known === undefined || known.reader === null) return []
    return [known.reader, ...(known.readers ?? [])]
  }

  /** The single reader of a value; `null` if there are several readers or none, or if the value is a graph output. */
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

  /** What is known about a node's outputs; empty if no rule covers its op. */
  outputs(node: GraphNode): readonly ValueInfo[] {
    return outputsOf(node)
  }

  /** A value's constant, if it is one. */
  constant(value: Value): Constant | null {
    return this.info(value).constant
  }
}

const indexes = new WeakMap<Graph, GraphIndex>()

/** A graph's index, created once. */
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
 * Rewrites a graph: creates nodes like any `GraphBuilder` (`op`, `ops`, `constant`, `reshape`, `info` …) over old and
 * new values, then substitutes them for old values. Does not modify the given graph.
 */
export class Rewriter extends GraphBuilder {
  readonly index: GraphIndex
  /** Number of `replace` and `edit` calls: the number of changes, unless a pass counts its own. */
  changes = 0
  /** The layers at these places. */
  readonly places: Place[] = []
  private readonly replaced = new Map<Value, Value>()

  private readonly values: Analysis
  private remembered = false
  /** What the node edited last in `at` chiefly comes from. */
  private edited: string | null = null

  /**
   * A pass changes few of a graph's thousands of nodes, so nothing is copied: `nodes` and `infos` hold only additions.
   */
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

  /** Built on demand: where the graph's dimensions are read from. */
  override dim(dim: Dim): Value {
    if (typeof dim === 'string' && !this.remembered) {
      this.remembered = true
      for (const [value, { info }] of this.values) if (info.shape !== null) this.remember(value, info.shape)
    }
    return super.dim(dim)
  }

  /** Nodes of the given graph, producers first. */
  originals(): Iterable<GraphNode> {
    return this.graph.nodes.values()
  }

  /** The node that produces a value, old or new. Raises `internal` for an unknown value. */
  made(value: Value): GraphNode {
    return this.current(producerOf(value)) ?? missing(value)
  }

  /** Raises `internal` for a function that is not in the graph. */
  functionNamed(name: string): GraphFunction {
    return this.functions.get(name) ?? missing(name)
  }

  /** Adds a function under a unique name derived from its own, and returns that name. */
  addFunction(body: GraphFunction): string {
    const name = this.unique(body.name)
    this.functions.set(name, { ...body, name })
    return name
  }

  /** Whether a value exists, in the graph or on a new node. */
  has(value: Value): boolean {
    return this.known(value) !== undefined
  }

  /**
   * Redirects every reader of `old` to `by`, graph outputs included. Nodes added before this call keep their inputs, so
   * a node can be inserted after an old one: `replace(conv, op('Relu', [conv]))`.
   */
  replace(old: Value, by: Value): void {
    const target = this.resolve(by)
    if (target === old) return
    this.replaced.set(old, target)
    this.changes++
  }

  /** Replaces every output of a node, in order. */
  replaceNode(node: GraphNode, by: readonly Value[]): void {
    by.forEach((value, i) => {
      this.replace(outputOf(node.name, i), value)
    })
  }

  /** Makes one change: what `apply` creates or edits comes from all of `nodes`, given producers first. */
  at(nodes: readonly GraphNode[], apply: () => void): void {
    const origin = originOf(nodes)
    this.edited = null
    this.from(origin, apply)
    const target = this.edited ?? origin[0]
    if (target === undefined) return
    this.places.push({ target, absorbed: origin.length > 1 ? origin.filter((name) => name !== target) : noOrigin })
  }

  /** Changes a node's op, inputs or attributes in place; its name and readers stay. */
  edit(
    name: string,
    change: { readonly op?: string; readonly inputs?: readonly Value[]; readonly attributes?: Attributes },
  ): void {
    const node = this.current(name) ?? missing(name)
    const inputs = (change.inputs ?? node.inputs).map((input) => this.resolve(input))
    const own = node.origin ?? noOrigin
    // A node that becomes another op belongs to the layer whose work it takes over.
    const stays = change.op === undefined || change.op === node.op
    if (stays) this.edited = own[0] ?? null
    const origin = stays ? joinOrigins(own, this.origin) : joinOrigins(this.origin, own)
    const edited = { ...node, ...change, inputs, origin }
    inheritAnalysis(node, edited)
    this.nodes.set(name, edited)
    this.changes++
  }

  /** The current replacement of a value, or the value itself. */
  resolve(value: Value): Value {
    let current = value
    // If a node was inserted after an old one, its replacement leads back to it.
    for (let i = 0; i <= this.replaced.size; i++) {
      const next = this.replaced.get(current)
      if (next === undefined || next === value) return current
      current = next
    }
    return current
  }

  /** The rewritten graph: reachable nodes only, in order. Returns the given graph object if nothing changed. */
  finish(): Graph {
    if (this.changes === 0) return this.graph
    const outputs = this.graph.outputs.map((output) => ({ ...output, value: this.resolve(output.value) }))
    return pruned({ ...this.graph, outputs, functions: this.functions, tables: this.tables }, this)
  }

  /** A node in the rewritten graph. */
  get(name: string): GraphNode | undefined {
    return this.nodes.get(name) ?? this.resolved(this.graph.nodes.get(name))
  }

  /** The current state of a node, old or new. */
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
    inheritAnalysis(node, changed)
    return changed
  }
}
