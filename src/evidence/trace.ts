import { throwIfAborted } from '../base/abort.ts'
import { type Graph, type GraphNode, outputOf, type Value } from '../graph/graph.ts'
import { type ChannelMap, identityMap } from './channel-map.ts'
import type { Constants } from './constants.ts'
import { normalisationOf } from './normalisation.ts'
import type { StepCall } from './trace-step.ts'
import { stepOf } from './trace-steps.ts'

/** A node that reads mapped values and is not preprocessing: the first convolution, a normalisation, a product. */
export interface Reader {
  readonly node: GraphNode
  readonly map: ChannelMap
}

/** Ops that only ask for the shape. */
const asksForShape = /^(Shape|ShapeN|Size|Rank)$/

/** Where the model starts to compute: what depends on these is no preprocessing. */
const computes =
  /^(_?Fused.*|Conv.*|DepthwiseConv.*|MatMul|BatchMatMul.*|Einsum|Gather|ResourceGather|While|StatelessWhile)$/

/**
 * Follows the values of an input through the preprocessing of a graph: scaling, order of the channels, clips, resizing
 * and augmentation. Returns its readers in the order of the graph.
 */
export async function traceInput(
  graph: Graph,
  input: { readonly node: string; readonly channels: number; readonly axis: number | null },
  constants: Constants,
  signal?: AbortSignal,
): Promise<readonly Reader[]> {
  const maps = new Map<Value, ChannelMap>([[outputOf(input.node), identityMap(input.channels, input.axis)]])
  /** Values that depend on the input through ops that are not affine, such as a random contrast. */
  const disturbed = new Set<Value>()
  const random = new Set<Value>()
  const readers: Reader[] = []
  for (const node of graph.nodes.values()) {
    if (node.inputs.some((value) => random.has(value)) || /Random|Multinomial/.test(node.op)) mark(node, random)
    const read = node.inputs.map((value) => maps.get(value))
    const touched = read.some((map) => map !== undefined)
    if (!touched && !node.inputs.some((value) => disturbed.has(value))) continue
    if (asksForShape.test(node.op)) continue
    throwIfAborted(signal)
    const call: StepCall = {
      node,
      maps: read,
      random: node.inputs.map((value) => random.has(value)),
      restart: () => identityMap(input.channels, input.axis),
      shape: (index) => constants.shape(node.inputs[index] ?? outputOf('')),
      constant: (index) => constants.read(node.inputs[index]),
    }
    // Batch normalisation is arithmetic too, but remembers more than a factor.
    const made = normalisationOf(graph, node) === null ? await stepOf(call) : null
    if (made !== null) {
      random.delete(outputOf(node.name))
      made.forEach((map, i) => {
        maps.set(outputOf(node.name, i), map)
      })
      continue
    }
    const map = read.find((each) => each !== undefined)
    if (map !== undefined) readers.push({ node, map })
    if (!computes.test(node.op)) mark(node, disturbed)
  }
  return readers
}

function mark({ name }: GraphNode, values: Set<Value>): void {
  values.add(outputOf(name))
}
