import { EngineError } from '../../../base/errors.ts'
import { intsAttribute } from '../../../graph/attributes.ts'
import type { GraphNode } from '../../../graph/graph.ts'
import type { Decomposition, DecompositionRow } from '../../../graph/passes/decompose.ts'

const above1 = ({ attributes }: GraphNode, key: string) => intsAttribute(attributes, key).some((value) => value > 1)

/** Refuses nodes that the rewrites above could not handle because a size is known only at run time. */
const refused =
  (isWrong: (node: GraphNode) => boolean, what: string): Decomposition =>
  (node) => {
    if (!isWrong(node)) return null
    throw new EngineError(
      'unknown-op',
      `"${node.name}" is ${what} of a size known only at run time, which TensorFlow.js 4.22 does not compute.`,
      'Save the model with a fixed input size.',
    )
  }

const strided = refused(
  (node) => above1(node, 'strides') && above1(node, 'dilations'),
  'a convolution with strides and dilations',
)

export const refusals: readonly DecompositionRow[] = [
  [['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative', 'Conv3D'], strided],
  ['Conv2DBackpropInput', refused((node) => above1(node, 'dilations'), 'a transposed convolution with dilations')],
]
