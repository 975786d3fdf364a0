import type { GraphBuilder } from '../../../graph/builder.ts'
import type { GraphNode, Value } from '../../../graph/graph.ts'
import { at, type Decomposition } from '../../../graph/passes/decompose.ts'

/**
 * Grouped convolutions, in which each filter sees some of the channels: the number of groups is the input depth over
 * the filter depth. Filter `[...spatial, depth, filters]`. One channel per group is a depthwise convolution; otherwise
 * one convolution per group.
 */
export const groupedConvolution: Decomposition = (node, b, inputs) => {
  const [x, filter] = [at(inputs, 0), at(inputs, 1)]
  const [shape, kernel] = [b.info(x).shape, b.info(filter).shape]
  const [channels, depth, filters] = [shape?.at(-1), kernel?.at(-2), kernel?.at(-1)]
  if (typeof channels !== 'number' || typeof depth !== 'number' || typeof filters !== 'number') return null
  if (depth === 0 || channels === depth || channels % depth !== 0 || kernel === null) return null
  const groups = channels / depth
  if (filters % groups !== 0) return null
  const depthwise = node.op === 'Conv2D' && depth === 1
  return [depthwise ? asDepthwise(b, node, x, filter, groups) : split(b, node, x, filter, groups)]
}

/**
 * Filters of group `g` are `g·m … g·m + m - 1`: the multiplier of the depthwise kernel `[height, width, channels, m]`.
 */
function asDepthwise(b: GraphBuilder, node: GraphNode, x: Value, filter: Value, groups: number): Value {
  const [height = 1, width = 1, , filters = 1] = b.shape(filter)
  const multiplier = Number(filters) / groups
  const kernel = b.reshape(filter, [height, width, groups, multiplier])
  return b.op('DepthwiseConv2dNative', [x, kernel], node.attributes)
}

function split(b: GraphBuilder, node: GraphNode, x: Value, filter: Value, groups: number): Value {
  const parts = { num_split: { i: groups } }
  const axis = b.int(b.rank(x) - 1)
  const inputs = b.ops('Split', [axis, x], parts)
  const kernels = b.ops('Split', [axis, filter], parts)
  const outputs = inputs.map((input, i) => b.op(node.op, [input, at(kernels, i)], node.attributes))
  return b.op('ConcatV2', [...outputs, axis], { N: { i: groups } })
}
