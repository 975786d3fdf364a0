import type { GraphFunction, GraphNode, Value } from './graph.ts'
import { outputOf } from './graph.ts'
import { inferNode } from './infer/index.ts'
import type { ValueInfo } from './infer/info.ts'

/** A value about which nothing is known: it comes from a loop's back edge, or from an unknown op. */
export const unknownInfo: ValueInfo = { dtype: 'float32', shape: null, content: null, constant: null }

/** A value of a graph: its shape and dtype, its producer and its readers. */
export class KnownValue {
  info: ValueInfo
  /** `null` for a value that is read although no rule says its node produces it. */
  producer: GraphNode | null
  /** The first reader and the others; a node counts once per input that reads the value. */
  reader: GraphNode | null = null
  readers: GraphNode[] | null = null

  constructor(info: ValueInfo, producer: GraphNode | null) {
    this.info = info
    this.producer = producer
  }

  addReader(node: GraphNode): void {
    if (this.reader === null) this.reader = node
    else if (this.readers === null) this.readers = [node]
    else this.readers.push(node)
  }
}

export type Analysis = ReadonlyMap<Value, Readonly<KnownValue>>

const analyses = new WeakMap<object, Analysis>()

/**
 * Shape, dtype and, if known, content of every value of a graph or function whose nodes are in order. The result is
 * cached per node: asking twice is free.
 */
export function analyse({ nodes }: Pick<GraphFunction, 'nodes'>): Analysis {
  const known = analyses.get(nodes)
  if (known !== undefined) return known
  const values = new Map<Value, KnownValue>()
  for (const node of nodes.values()) analyseNode(node, values)
  analyses.set(nodes, values)
  return values
}

interface NodeAnalysis {
  /** The inputs at the time of inference; `null` if the outputs were copied from an earlier node. */
  readonly inputs: readonly ValueInfo[] | null
  readonly outputs: readonly ValueInfo[]
  /** Output names, cached: creating them for every pass would dominate the cost of analysis. */
  readonly values: readonly Value[]
}

/** The last analysis of each node: between passes, most nodes and their inputs are unchanged. */
const nodeAnalyses = new WeakMap<GraphNode, NodeAnalysis>()

/** What was inferred for the outputs of a node of an analysed graph. */
export function outputsOf(node: GraphNode): readonly ValueInfo[] {
  return nodeAnalyses.get(node)?.outputs ?? []
}

/** Stores what was inferred for a node, and returns its output names. */
export function rememberAnalysis(
  node: GraphNode,
  inputs: readonly ValueInfo[],
  outputs: readonly ValueInfo[],
): readonly Value[] {
  const values: Value[] = []
  for (let i = 0; i < outputs.length; i++) values.push(outputOf(node.name, i))
  nodeAnalyses.set(node, { inputs, outputs, values })
  return values
}

/** The node that replaces another: if its outputs are equal, readers see the same objects. */
export function inheritAnalysis(from: GraphNode, to: GraphNode): void {
  const known = nodeAnalyses.get(from)
  if (known !== undefined) nodeAnalyses.set(to, { ...known, inputs: null })
}

function analyseNode(node: GraphNode, values: Map<Value, KnownValue>): void {
  const known = nodeAnalyses.get(node)
  let inputs = known?.inputs ?? null
  for (let i = 0; i < node.inputs.length; i++) {
    const input = node.inputs[i] as Value
    let value = values.get(input)
    if (value === undefined) {
      // A loop's back edge.
      value = new KnownValue(unknownInfo, null)
      values.set(input, value)
    }
    value.addReader(node)
    if (inputs !== null && inputs[i] !== value.info) inputs = null
  }
  const analysis = known !== undefined && inputs !== null ? known : inferAgain(node, values, known)
  for (let i = 0; i < analysis.outputs.length; i++) {
    const name = analysis.values[i] as Value
    const info = analysis.outputs[i] as ValueInfo
    const early = values.get(name)
    if (early === undefined) values.set(name, new KnownValue(info, node))
    else {
      early.info = info
      early.producer = node
    }
  }
}

function inferAgain(node: GraphNode, values: ReadonlyMap<Value, KnownValue>, known: NodeAnalysis | undefined) {
  const inputs: ValueInfo[] = []
  for (const input of node.inputs) inputs.push(values.get(input)?.info ?? unknownInfo)
  const inferred = inferNode(node, inputs)
  const same = known !== undefined && known.outputs.length === inferred.length
  const outputs = same ? inferred.map((info, i) => kept(known.outputs[i], info)) : inferred
  const analysis = { inputs, outputs, values: same ? known.values : outputs.map((_, i) => outputOf(node.name, i)) }
  nodeAnalyses.set(node, analysis)
  return analysis
}

/** Reuses the old object if it is equal, so that later nodes are not inferred again. */
function kept(old: ValueInfo | undefined, info: ValueInfo): ValueInfo {
  if (old === undefined || old.dtype !== info.dtype || old.constant !== info.constant) return info
  return sameItems(old.shape, info.shape) && sameItems(old.content, info.content) ? old : info
}

function sameItems(a: readonly unknown[] | null, b: readonly unknown[] | null): boolean {
  if (a === b) return true
  if (a === null || b === null || a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}
