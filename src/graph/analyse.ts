import type { GraphFunction, GraphNode, Value } from './graph.ts'
import { outputOf } from './graph.ts'
import { inferNode } from './infer/index.ts'
import type { ValueInfo } from './infer/info.ts'

/** Of a value of which nothing can be told: it comes round a loop, or from an op that is not known. */
export const unknownInfo: ValueInfo = { dtype: 'float32', shape: null, content: null, constant: null }

/** A value of a graph: what is known of it, who makes it and who reads it. */
export class KnownValue {
  info: ValueInfo
  /** `null` for a value that is read, but that no rule says its node makes. */
  producer: GraphNode | null
  /** The first and the further nodes that read it, once per input that does. */
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
 * Shape, dtype and, where it is known, content of every value of a graph or function, whose nodes must be in order. The
 * result is kept with the nodes: asking twice costs nothing.
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
  /** What the inputs were when the outputs were inferred; `null` where the outputs are those of a node before this one. */
  readonly inputs: readonly ValueInfo[] | null
  readonly outputs: readonly ValueInfo[]
  /** The names of the outputs: to make them anew for every pass takes longer than all else here. */
  readonly values: readonly Value[]
}

/** Of each node the last analysis: from one pass to the next most nodes, and what they are given, are the same. */
const nodeAnalyses = new WeakMap<GraphNode, NodeAnalysis>()

/** What was inferred of the outputs of a node of an analysed graph. */
export function outputsOf(node: GraphNode): readonly ValueInfo[] {
  return nodeAnalyses.get(node)?.outputs ?? []
}

/** Keeps what has just been inferred of a node, and gives the names of its outputs. */
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

/** The node that takes another's place: where its outputs turn out to be equal, they are the very same to its readers. */
export function passOnAnalysis(from: GraphNode, to: GraphNode): void {
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
      // It comes round a loop.
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

/** The old object where it says the same, so that nothing after it is inferred again. */
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
