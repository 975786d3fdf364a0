import { intsAttribute, stringAttribute } from '../attributes.ts'
import type { GraphNode, Value } from '../graph.ts'
import { constantNumbers } from '../infer/arrays.ts'
import { numbersOf } from '../infer/shape.ts'
import type { GraphIndex } from '../rewrite.ts'
import { type Padding, paddingAttributes } from './padding.ts'
import { type Rule, rulePass } from './rule.ts'

const convolutions: ReadonlySet<string> = new Set(['Conv2D', 'DepthwiseConv2dNative'])

interface Spread {
  readonly x: Value
  readonly block: readonly number[]
  readonly edges: readonly number[]
}

/** Block and edges of a `SpaceToBatchND` or `BatchToSpaceND` over the two axes of a picture. */
function spreadOf(index: GraphIndex, { op, inputs }: GraphNode, wanted: string): Spread | null {
  const [x, block, edges] = inputs
  if (op !== wanted || x === undefined || block === undefined || edges === undefined) return null
  const [sizes, amounts] = [numbersOf(index.info(block)), constantNumbers(index.info(edges))]
  if (sizes?.length !== 2 || amounts?.length !== 4 || index.info(x).shape?.length !== 4) return null
  return { x, block: sizes, edges: amounts }
}

const isPlain = ({ op, attributes }: GraphNode) =>
  convolutions.has(op) &&
  stringAttribute(attributes, 'padding').toUpperCase() === 'VALID' &&
  stringAttribute(attributes, 'data_format', 'NHWC') === 'NHWC' &&
  intsAttribute(attributes, 'strides').every((stride) => stride === 1) &&
  intsAttribute(attributes, 'dilations').every((dilation) => dilation === 1)

/**
 * TensorFlow 1 writes a dilated convolution as one over the pictures that every n-th row and column make. What is padded
 * before and cropped after, place by place, is the padding of the whole.
 */
const dilated: Rule = (index, node) => {
  const after = spreadOf(index, node, 'BatchToSpaceND')
  if (after === null || index.onlyConsumer(after.x) === null) return null
  const convolution = index.producer(after.x)
  const input = convolution.inputs[0]
  if (!isPlain(convolution) || input === undefined || index.onlyConsumer(input) === null) return null
  const split = index.producer(input)
  const before = spreadOf(index, split, 'SpaceToBatchND')
  if (before === null || before.block.some((size, axis) => size !== after.block[axis])) return null
  const [top = 0, bottom = 0, left = 0, right = 0] = before.edges.map((amount, i) => amount - (after.edges[i] ?? 0))
  const padding: Padding = [top, bottom, left, right]
  if (padding.some((amount) => amount < 0)) return null
  const attributes = { ...convolution.attributes, dilations: { list: { i: [1, ...before.block, 1] } } }
  const padded = paddingAttributes(index, before.x, { ...convolution, attributes }, padding)
  return {
    nodes: [split, convolution, node],
    apply: (rewriter) =>
      rewriter.edit(node.name, {
        op: convolution.op,
        inputs: convolution.inputs.with(0, before.x),
        attributes: { ...attributes, ...padded },
      }),
  }
}

export const dilation = rulePass('dilation', 'Finds dilated convolutions that are spelt with batches of parts', [
  dilated,
])
