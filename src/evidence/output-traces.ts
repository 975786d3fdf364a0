import type { OutputTrace } from '../base/output-trace.ts'
import { type Graph, type GraphNode, outputIndexOf, producerOf, type Value } from '../graph/graph.ts'

/** Ops that only move or convert values, with the inputs that hold these values. */
const moves: Readonly<Record<string, 'first' | 'second' | 'all' | 'same'>> = {
  Identity: 'first',
  IdentityN: 'same',
  StopGradient: 'first',
  Reshape: 'first',
  Squeeze: 'first',
  ExpandDims: 'first',
  Transpose: 'first',
  Cast: 'first',
  Slice: 'first',
  StridedSlice: 'first',
  GatherV2: 'first',
  GatherNd: 'first',
  Unpack: 'first',
  SplitV: 'first',
  Split: 'second',
  Pack: 'all',
  Concat: 'all',
  ConcatV2: 'all',
  DepthToSpace: 'first',
  ResizeBilinear: 'first',
  ResizeNearestNeighbor: 'first',
}

/** Nodes visited per output at most. */
const longest = 64

/** The trace of every output of a graph, by its name. */
export function outputTraces({ nodes, outputs }: Graph): ReadonlyMap<string, OutputTrace> {
  return new Map(outputs.map(({ name, value }) => [name, traceOf(value, nodes)]))
}

function traceOf(output: Value, nodes: Graph['nodes']): OutputTrace {
  const names = new Set<string>()
  const ops = new Set<string>()
  const queue: Value[] = [output]
  for (let i = 0; i < queue.length && i < longest; i++) {
    const value = queue[i] as Value
    const node = nodes.get(producerOf(value))
    if (node === undefined || node.op === 'Const') continue
    names.add(node.name)
    const moved = movedBy(node, value)
    for (const before of moved) queue.push(before)
    if (moved.length > 0) continue
    ops.add(lastPart(node))
  }
  for (const name of [...names]) {
    for (const value of nodes.get(name)?.inputs ?? []) {
      const before = nodes.get(producerOf(value))
      if (before !== undefined && before.op !== 'Const') names.add(before.name)
    }
  }
  return { names: [...names], ops: [...ops] }
}

/** The values that a node moves or converts into one of its outputs; empty if it computes. */
function movedBy({ op, inputs }: GraphNode, value: Value): readonly Value[] {
  const how = Object.hasOwn(moves, op) ? moves[op] : undefined
  if (how === undefined) return []
  if (how === 'all') return inputs
  const moved = inputs[how === 'same' ? outputIndexOf(value) : how === 'second' ? 1 : 0]
  return moved === undefined ? [] : [moved]
}

/** `_FusedConv2D` with BiasAdd and Sigmoid is `Sigmoid`. */
function lastPart({ op, attributes }: GraphNode): string {
  const { fused_ops: fused } = attributes
  const parts = fused !== undefined && 'list' in fused && 's' in fused.list ? fused.list.s : []
  return parts.at(-1) ?? op
}
