import { intsAttribute } from '../attributes.ts'
import { int32 } from '../constant.ts'
import type { Attributes, Value } from '../graph.ts'
import { axisOf, numberOf } from '../infer/shape.ts'
import { type Dilated, dilatedAt } from './dilation/dilated.ts'
import { type Parts, partsOf } from './dilation/parts.ts'
import { type Rule, rulePass } from './rule.ts'

const convolutions: ReadonlySet<string> = new Set(['Conv2D', 'DepthwiseConv2dNative'])

function padded({ attributes, edges, same }: Dilated): Attributes {
  if (edges.every((amount) => amount === 0)) return attributes
  const amounts = { list: { i: same ? [] : edges } }
  return { ...attributes, padding: { s: same ? 'SAME' : 'EXPLICIT' }, explicit_paddings: amounts }
}

const dilated: Rule = (index, node) => {
  const found = dilatedAt(index, node, convolutions)
  if (found === null) return null
  const { convolution, x, nodes } = found
  const inputs = convolution.inputs.with(0, x)
  return {
    nodes,
    apply: (rewriter) => rewriter.edit(node.name, { op: convolution.op, inputs, attributes: padded(found) }),
  }
}

/** The same for pictures with a single row. */
const ofOneRow = ({ block, edges }: Parts) => [[1, ...block], int32([0, 0, ...edges], [block.length + 1, 2])] as const

/**
 * Matches 1-D dilated convolutions, which are written as 2-D convolutions of height 1 between SpaceToBatchND and
 * BatchToSpaceND.
 */
const splitRows: Rule = (index, node) => {
  const [input, axis] = node.inputs
  if (input === undefined || axis === undefined) return null
  const split = index.producer(input)
  const parts = partsOf(index, split, 'SpaceToBatchND')
  const [rank, at] = [index.info(input).shape?.length, numberOf(index.info(axis))]
  if (parts === null || index.onlyConsumer(input) === null || rank !== 3 || at === null || axisOf(at, 4) !== 1)
    return null
  const [block, edges] = ofOneRow(parts)
  return {
    nodes: [split, node],
    apply: (rewriter) => {
      const pictures = rewriter.op('ExpandDims', [parts.x, axis], node.attributes)
      const inputs: readonly Value[] = [pictures, rewriter.ints(block), rewriter.constant(edges)]
      rewriter.edit(node.name, { op: split.op, inputs, attributes: split.attributes })
    },
  }
}

/** The same after the convolution. */
const mergedRows: Rule = (index, node) => {
  const parts = partsOf(index, node, 'BatchToSpaceND')
  const squeeze = parts === null ? null : index.producer(parts.x)
  const pictures = squeeze?.inputs[0]
  if (parts === null || squeeze?.op !== 'Squeeze' || pictures === undefined) return null
  const axes = ['squeeze_dims', 'axis'].flatMap((key) => intsAttribute(squeeze.attributes, key))
  const first = axes.length === 1 && axisOf(axes[0] ?? 0, 4) === 1
  if (index.info(pictures).shape?.length !== 4 || !first || index.onlyConsumer(parts.x) === null) return null
  const [block, edges] = ofOneRow(parts)
  return {
    nodes: [squeeze, node],
    apply: (rewriter) => {
      const inputs: readonly Value[] = [pictures, rewriter.ints(block), rewriter.constant(edges)]
      const merged = rewriter.op(node.op, inputs, node.attributes)
      rewriter.edit(node.name, { op: squeeze.op, inputs: [merged], attributes: squeeze.attributes })
    },
  }
}

export const dilation = rulePass(
  'dilation',
  'Restores dilated convolutions written with SpaceToBatch and BatchToSpace',
  [
    ['BatchToSpaceND', dilated],
    ['ExpandDims', splitRows],
    ['BatchToSpaceND', mergedRows],
  ],
)
