import { intsAttribute, stringAttribute } from '../attributes.ts'
import type { Attributes, GraphNode, Value } from '../graph.ts'
import { staticShape } from '../infer/shape.ts'
import type { GraphIndex } from '../rewrite.ts'
import { type Match, rulePass } from './rule.ts'

const convolutions = ['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative']

/** Rows and columns of zeros: [top, bottom, left, right]. */
export type Padding = readonly [number, number, number, number]

function foldPadding(index: GraphIndex, node: GraphNode): Match | null {
  if (stringAttribute(node.attributes, 'data_format', 'NHWC') !== 'NHWC') return null
  const input = node.inputs[0] as Value
  if (index.onlyConsumer(input) === null) return null
  const pad = index.producer(input)
  const own = paddingOfConvolution(node)
  const more = paddingOfNode(index, pad)
  if (own === null || more === null) return null
  const total: Padding = [own[0] + more[0], own[1] + more[1], own[2] + more[2], own[3] + more[3]]
  const source = pad.inputs[0] as Value
  const attributes = paddingAttributes(index, source, node, total)
  return {
    nodes: [pad, node],
    apply: (rewriter) =>
      rewriter.edit(node.name, {
        inputs: node.inputs.with(0, source),
        attributes: { ...node.attributes, ...attributes },
      }),
  }
}

/** The attributes that make a convolution of `source` pad like this. */
export function paddingAttributes(index: GraphIndex, source: Value, node: GraphNode, padding: Padding): Attributes {
  return isSame(index, source, node, padding) ? same : explicit(padding)
}

function paddingOfConvolution({ attributes }: GraphNode): Padding | null {
  const padding = stringAttribute(attributes, 'padding').toUpperCase()
  if (padding === 'VALID') return [0, 0, 0, 0]
  const amounts = intsAttribute(attributes, 'explicit_paddings')
  return padding === 'EXPLICIT' ? spatial(amounts) : null
}

/** From [batch, batch, height, height, width, width, channels, channels]. */
function spatial(amounts: readonly number[]): Padding | null {
  const [n0, n1, top, bottom, left, right, c0, c1] = amounts
  if (amounts.length !== 8 || n0 !== 0 || n1 !== 0 || c0 !== 0 || c1 !== 0) return null
  if (amounts.some((amount) => amount < 0)) return null
  return [top as number, bottom as number, left as number, right as number]
}

/** The padding of a node that surrounds a picture with zeros; `null` for any other node. */
function paddingOfNode(index: GraphIndex, { op, inputs }: GraphNode): Padding | null {
  if (op !== 'Pad' && op !== 'PadV2') return null
  const [x, amounts, fill] = inputs
  if (x === undefined || amounts === undefined || index.info(x).shape?.length !== 4) return null
  if (op === 'PadV2' && (fill === undefined || !isZero(index, fill))) return null
  const data = index.constant(amounts)?.data
  return data instanceof Int32Array ? spatial([...data]) : null
}

function isZero(index: GraphIndex, value: Value): boolean {
  const constant = index.constant(value)
  return constant !== null && constant.shape.length === 0 && constant.data !== null && constant.data[0] === 0
}

/** Whether this equals TensorFlow's SAME padding, for which kernels have fast paths. */
function isSame(index: GraphIndex, source: Value, node: GraphNode, [top, bottom, left, right]: Padding): boolean {
  const filter = staticShape(index.info(node.inputs[1] as Value))
  const strides = intsAttribute(node.attributes, 'strides')
  const dilations = intsAttribute(node.attributes, 'dilations')
  const size = index.info(source).shape
  if (filter === null || size === null) return false
  const sides = [
    [size[1], filter[0], strides[1], dilations[1], top, bottom],
    [size[2], filter[1], strides[2], dilations[2], left, right],
  ] as const
  return sides.every(([length, taps, stride = 1, dilation = 1, before, behind]) => {
    if (typeof length !== 'number' || taps === undefined) return false
    const reach = (taps - 1) * dilation + 1
    const needed = Math.max((Math.ceil(length / stride) - 1) * stride + reach - length, 0)
    return before === Math.floor(needed / 2) && behind === needed - before
  })
}

const same: Attributes = { padding: { s: 'SAME' }, explicit_paddings: { list: { i: [] } } }

function explicit([top, bottom, left, right]: Padding): Attributes {
  return { padding: { s: 'EXPLICIT' }, explicit_paddings: { list: { i: [0, 0, top, bottom, left, right, 0, 0] } } }
}

export const padding = rulePass('padding', 'Folds padding into the following convolution', [
  [convolutions, foldPadding],
])
