import { boolAttribute, floatAttribute, stringsAttribute } from '../../../graph/attributes.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Attributes, GraphNode, Value } from '../../../graph/graph.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'

/** The activations of the fused kernels of every backend. */
const fusible: ReadonlySet<string> = new Set(['Relu', 'Relu6', 'Elu', 'LeakyRelu', 'Sigmoid', 'Prelu'])

/** The op without its bias and activation, followed by those. */
function apart(op: string, { attributes }: GraphNode, b: GraphBuilder, [x, weight, ...rest]: readonly Value[]): Value {
  const { fused_ops: _, num_args: __, ...own } = attributes
  const operands = [...rest]
  const start = b.op(op, [x as Value, weight as Value], own)
  return stringsAttribute(attributes, 'fused_ops').reduce<Value>((value, step) => {
    if (step === 'BiasAdd') return b.op('AddV2', [value, operands.shift() as Value])
    if (step === 'FusedBatchNorm') return normalised(b, value, operands.splice(0, 4), attributes)
    if (step === 'Prelu') return b.op('Prelu', [value, operands.shift() as Value])
    if (step !== 'LeakyRelu') return b.op(step, [value])
    return b.op(step, [value], { alpha: { f: floatAttribute(attributes, 'leakyrelu_alpha', 0.2) } })
  }, start)
}

function normalised(b: GraphBuilder, x: Value, statistics: readonly Value[], attributes: Attributes): Value {
  const own = { epsilon: { f: floatAttribute(attributes, 'epsilon', 1e-4) }, is_training: { b: false } }
  return b.ops('FusedBatchNormV3', [x, ...statistics], own)[0] as Value
}

const isFusible = (node: GraphNode) =>
  stringsAttribute(node.attributes, 'fused_ops').every((step) => step === 'BiasAdd' || fusible.has(step))

/**
 * Splits fused products that a kernel does not compute: with a bias that is not a vector, with another activation, or,
 * on Wasm, with a transposed operand, where every row but the first gets a wrong bias.
 */
const product: Decomposition = (node, b, inputs) => {
  const steps = stringsAttribute(node.attributes, 'fused_ops')
  const vector = !steps.includes('BiasAdd') || b.info(at(inputs, 2)).shape?.length === 1
  const straight = !boolAttribute(node.attributes, 'transpose_a') && !boolAttribute(node.attributes, 'transpose_b')
  return vector && straight && isFusible(node) ? null : [apart('MatMul', node, b, inputs)]
}

/** Splits fused convolutions with other activations. */
const convolution =
  (op: string): Decomposition =>
  (node, b, inputs) =>
    isFusible(node) ? null : [apart(op, node, b, inputs)]

export const fusedProducts: readonly DecompositionRow[] = [
  ['_FusedMatMul', product],
  ['_FusedConv2D', convolution('Conv2D')],
  ['FusedDepthwiseConv2dNative', convolution('DepthwiseConv2dNative')],
]
