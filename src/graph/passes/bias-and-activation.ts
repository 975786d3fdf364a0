import { stringAttribute, stringsAttribute } from '../attributes.ts'
import { type Constant, float32 } from '../constant.ts'
import { type Attributes, type GraphNode, outputOf, type Value } from '../graph.ts'
import type { GraphIndex } from '../rewrite.ts'
import { affineOf, affineOps, channelVector } from './affine/affine.ts'
import * as vector from './affine/vector.ts'
import { type Match, rulePass } from './rule.ts'

/** The fused op with a bias and an activation. */
const fusedOps: ReadonlyMap<string, string> = new Map([
  ['Conv2D', '_FusedConv2D'],
  ['DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'],
  ['MatMul', '_FusedMatMul'],
])

/** Activations supported by the fused kernels of every backend; a leaky Relu is faster as a Prelu. */
const activations = ['Relu', 'Relu6', 'Elu', 'Sigmoid', 'Prelu']

/** A convolution or product that can absorb a bias or an activation. */
interface Product {
  readonly node: GraphNode
  readonly channels: number
  readonly fused: boolean
}

function productOf(index: GraphIndex, node: GraphNode): Product | null {
  const fused = [...fusedOps.values()].includes(node.op)
  if (!fused && !fusedOps.has(node.op)) return null
  if (stringAttribute(node.attributes, 'data_format', 'NHWC') !== 'NHWC') return null
  const value = outputOf(node.name)
  const { shape, dtype } = index.info(value)
  const channels = shape?.at(-1)
  if (dtype !== 'float32' || typeof channels !== 'number' || index.onlyConsumer(value) === null) return null
  return { node, channels, fused }
}

/** A product and the bias added to it. */
interface Biased {
  readonly product: Product
  readonly bias: Constant
}

/** `Conv2D` followed by an addition of one number per channel. */
function biasedProduct(index: GraphIndex, node: GraphNode): Biased | null {
  const affine = affineOf(index, node)
  if (affine === null || affine.scale !== null || affine.offset === null) return null
  const product = productOf(index, index.producer(affine.input))
  return product === null || product.fused ? null : { product, bias: vector.spread(affine.offset, product.channels) }
}

function fuseBias(index: GraphIndex, node: GraphNode): Match | null {
  const biased = biasedProduct(index, node)
  if (biased === null) return null
  const { product, bias } = biased
  const next = index.onlyConsumer(outputOf(node.name))
  // Both are absorbed at once.
  if (next !== null && fuseActivation(index, next)?.nodes.includes(node) === true) return null
  return {
    nodes: [product.node, node],
    apply: (rewriter) => {
      const value = rewriter.constant(bias, `${node.name}/bias`)
      rewriter.edit(node.name, fusedNode(product.node, [...product.node.inputs.slice(0, 2), value], ['BiasAdd']))
    },
  }
}

/** `Conv2D`, with or without its bias, followed by an activation. */
function fuseActivation(index: GraphIndex, node: GraphNode): Match | null {
  const [input, slope] = node.inputs
  if (input === undefined || !activations.includes(node.op)) return null
  const before = index.producer(input)
  const biased = index.onlyConsumer(input) === null ? null : biasedProduct(index, before)
  const product = biased?.product ?? productOf(index, before)
  if (product === null) return null
  const { attributes, inputs } = product.node
  const parts = stringsAttribute(attributes, 'fused_ops')
  if (product.fused && (parts.length !== 1 || parts[0]?.toLowerCase() !== 'biasadd')) return null
  const slopes = node.op === 'Prelu' ? slopesOf(index, input, slope, product.channels) : []
  if (slopes === null) return null
  return {
    nodes: biased === null ? [product.node, node] : [product.node, before, node],
    apply: (rewriter) => {
      const own = biased?.bias ?? float32(new Float32Array(product.channels))
      const bias = product.fused ? (inputs[2] as Value) : rewriter.constant(own, `${node.name}/bias`)
      const alpha = slopes.map((slope) => rewriter.constant(slope, `${node.name}/slopes`))
      const operands = [...inputs.slice(0, 2), bias, ...alpha]
      rewriter.edit(node.name, fusedNode(product.node, operands, ['BiasAdd', node.op]))
    },
  }
}

/** One slope per channel, the only form that the kernels accept. */
function slopesOf(index: GraphIndex, x: Value, slope: Value | undefined, channels: number) {
  const slopes = slope === undefined ? null : channelVector(index, x, index.constant(slope))
  return slopes === null ? null : [vector.spread(slopes, channels)]
}

function fusedNode({ op, attributes }: GraphNode, inputs: readonly Value[], parts: readonly string[]) {
  const extra: Attributes = { fused_ops: { list: { s: parts } }, num_args: { i: inputs.length - 2 } }
  return { op: fusedOps.get(op) ?? op, inputs, attributes: { ...attributes, ...extra } }
}

export const biasAndActivation = rulePass(
  'bias-and-activation',
  'Fuses bias and activation into the preceding convolution or matrix product',
  [
    [activations, fuseActivation],
    [affineOps, fuseBias],
  ],
)
