import type { GraphNode, Value } from '../../graph.ts'
import type { GraphIndex } from '../../rewrite.ts'
import type { Match } from '../rule.ts'
import { affineOf, channelVector } from './affine.ts'
import { type LinearNode, linearOf, scaledKernel } from './linear.ts'
import * as vector from './vector.ts'

/**
 * `x * (y * c)` before a convolution or MatMul: its kernel absorbs the constant factor, such as the 1/6 of a hard
 * swish, or of the hard sigmoid in a squeeze-and-excite block.
 */
export function foldFactor(index: GraphIndex, node: GraphNode): Match | null {
  const linear = linearOf(index, node)
  if (linear === null || index.onlyConsumer(linear.input) === null) return null
  const product = index.producer(linear.input)
  if (product.op !== 'Mul') return null
  for (const [i, value] of product.inputs.entries()) {
    if (index.onlyConsumer(value) === null) continue
    const scaled = index.producer(value)
    const affine = affineOf(index, scaled)
    if (affine === null || affine.offset !== null || affine.scale === null) continue
    const channels = affine.scale.shape[0] ?? 1
    if (channels !== 1 && channels !== linear.from.count) continue
    const { scale, input } = affine
    return {
      nodes: [scaled, product, node],
      apply: (rewriter) => {
        const kernel = scaledKernel(linear.kernel, linear.from, scale)
        rewriter.edit(product.name, { inputs: product.inputs.with(i, input) })
        rewriter.edit(node.name, { inputs: withKernel(linear, rewriter.constant(kernel, `${node.name}/kernel`)) })
      },
    }
  }
  return null
}

function withKernel({ node, kernelInput }: LinearNode, kernel: Value): readonly Value[] {
  return node.inputs.with(kernelInput, kernel)
}

/** `(conv(x) + y) + c`: the constant moves to the convolution and becomes its bias. */
export function moveBiasBeforeSum(index: GraphIndex, node: GraphNode): Match | null {
  const bias = affineOf(index, node)
  if (bias === null || bias.scale !== null || bias.offset === null || index.onlyConsumer(bias.input) === null)
    return null
  const sum = index.producer(bias.input)
  if (sum.op !== 'AddV2' && sum.op !== 'Add') return null
  if (sum.inputs.some((input) => index.constant(input) !== null)) return null
  for (const [i, value] of sum.inputs.entries()) {
    const producer = index.producer(value)
    if (index.onlyConsumer(value) === null || linearOf(index, producer)?.activation !== '') continue
    const offset = channelVector(index, value, bias.offset)
    if (offset === null) continue
    return {
      nodes: [producer, sum, node],
      apply: (rewriter) => {
        const constant = rewriter.constant(vector.withShape(offset, offset.shape), `${node.name}/offset`)
        const biased = rewriter.op('AddV2', [value, constant], { T: { type: 'float32' } }, `${node.name}/biased`)
        rewriter.edit(node.name, { op: 'AddV2', inputs: sum.inputs.with(i, biased), attributes: sum.attributes })
      },
    }
  }
  return null
}
