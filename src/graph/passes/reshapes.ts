import { sizeOf } from '../../base/tensor.ts'
import { type Attributes, type GraphNode, outputOf, type Value } from '../graph.ts'
import type { Dim } from '../infer/info.ts'
import type { GraphIndex } from '../rewrite.ts'
import { bothWays } from './activation/operands.ts'
import { affineOf, affineOps, channelVector } from './affine/affine.ts'
import * as vector from './affine/vector.ts'
import { type Rule, rulePass } from './rule.ts'

const reshaping = ['Reshape', 'Squeeze', 'ExpandDims']

const products: ReadonlySet<string> = new Set([
  'Conv2D',
  '_FusedConv2D',
  'DepthwiseConv2dNative',
  'FusedDepthwiseConv2dNative',
  'MatMul',
  '_FusedMatMul',
])

/** Element-wise activations. */
const elementwise: ReadonlySet<string> = new Set(['Relu', 'Relu6', 'Elu', 'Sigmoid', 'LeakyRelu'])

const float: Attributes = { T: { type: 'float32' }, Tshape: { type: 'int32' } }

/** Replaces a reshape's target by numbers; `null` if more than one dimension is free. */
function targetOf(dims: readonly Dim[]): readonly number[] | null {
  const free = dims.filter((dim) => typeof dim === 'string').length
  if (free > 1 || (free === 1 && dims.includes(0))) return null
  return dims.map((dim) => (typeof dim === 'string' ? -1 : dim))
}

function sourceOf(index: GraphIndex, node: GraphNode): Value | null {
  return reshaping.includes(node.op) && index.info(outputOf(node.name)).dtype === 'float32'
    ? (node.inputs[0] ?? null)
    : null
}

/** Merges two reshapes into one, or removes them if the shape is restored. */
const merge: Rule = (index, node) => {
  const middle = sourceOf(index, node)
  if (middle === null) return null
  const inner = index.producer(middle)
  const source = sourceOf(index, inner)
  const dims = index.info(outputOf(node.name)).shape
  const before = source === null ? null : index.info(source).shape
  if (source === null || dims === null) return null
  const unchanged = before !== null && before.length === dims.length && before.every((dim, i) => dim === dims[i])
  if (unchanged) return { nodes: [inner, node], apply: (rewriter) => rewriter.replace(outputOf(node.name), source) }
  const target = targetOf(dims)
  if (target === null) return null
  return {
    nodes: [inner, node],
    apply: (rewriter) =>
      rewriter.edit(node.name, { op: 'Reshape', inputs: [source, rewriter.ints(target)], attributes: float }),
  }
}

/**
 * Moves a reshape between a convolution or product and its bias or activation behind them, so that they can be fused.
 * The reshape must keep the last axis, along which biases lie.
 */
const sink: Rule = (index, node) => {
  const step = stepOf(index, node)
  if (step === null || index.onlyConsumer(step.input) === null) return null
  const reshape = index.producer(step.input)
  const source = sourceOf(index, reshape)
  if (source === null || index.onlyConsumer(source) === null || !isProductWithSteps(index, source)) return null
  const [from, to] = [index.info(source).shape, index.info(step.input).shape]
  const channels = from?.at(-1)
  if (from === null || to === null || typeof channels !== 'number' || to.at(-1) !== channels) return null
  const target = targetOf(to)
  if (target === null) return null
  return {
    nodes: [reshape, node],
    apply: (rewriter) => {
      const inputs = step.operands.map((operand) =>
        operand === null ? source : rewriter.constant(operand, `${node.name}/operand`),
      )
      const value = rewriter.op(node.op, inputs, node.attributes, `${node.name}/inner`)
      rewriter.edit(node.name, { op: 'Reshape', inputs: [value, rewriter.ints(target)], attributes: float })
    },
  }
}

/** A bias [heads, size] after a split into heads, as in attention, becomes a bias [heads * size] before it. */
const sinkSplit: Rule = (index, node) => {
  if (index.info(outputOf(node.name)).dtype !== 'float32') return null
  for (const [split, other] of bothWays(node)) {
    const bias = index.constant(other)
    if (bias === null || index.onlyConsumer(split) === null) continue
    const reshape = index.producer(split)
    const source = sourceOf(index, reshape)
    if (source === null || index.onlyConsumer(source) === null || !isProductWithSteps(index, source)) continue
    const [from, to] = [index.info(source).shape, index.info(split).shape]
    const tail = bias.shape.slice(
      Math.max(
        0,
        bias.shape.findIndex((dim) => dim !== 1),
      ),
    )
    const channels = sizeOf(tail)
    if (from?.at(-1) !== channels || to === null || tail.length >= to.length) continue
    if (tail.length < 2 || tail.some((dim, i) => dim !== to.at(i - tail.length))) continue
    const target = targetOf(to)
    if (target === null) continue
    return {
      nodes: [reshape, node],
      apply: (rewriter) => {
        const offset = rewriter.constant(vector.withShape(bias, [channels]), `${node.name}/operand`)
        const value = rewriter.op('AddV2', [source, offset], { T: { type: 'float32' } }, `${node.name}/inner`)
        rewriter.edit(node.name, { op: 'Reshape', inputs: [value, rewriter.ints(target)], attributes: float })
      },
    }
  }
  return null
}

/** An op that accepts any input shape; `null` among the operands stands for the input. */
function stepOf(index: GraphIndex, node: GraphNode) {
  const x = node.inputs[0]
  if (x !== undefined && elementwise.has(node.op)) return { input: x, operands: [null] }
  if (x !== undefined && node.op === 'Prelu') {
    const slopes = channelVector(index, x, index.constant(node.inputs[1] as Value))
    return slopes === null ? null : { input: x, operands: [null, slopes] }
  }
  const affine = node.op.startsWith('FusedBatchNorm') ? null : affineOf(index, node)
  if (affine === null) return null
  const operands = node.inputs.map((value) => {
    const constant = value === affine.input ? null : index.constant(value)
    return constant === null
      ? null
      : vector.withShape(constant, constant.shape.length === 0 ? [] : constant.shape.slice(-1))
  })
  return { input: affine.input, operands }
}

/** Whether a value is a convolution or product, optionally followed by a bias or activation. */
function isProductWithSteps(index: GraphIndex, value: Value): boolean {
  const node = index.producer(value)
  if (products.has(node.op)) return true
  const step = stepOf(index, node)
  return step !== null && index.onlyConsumer(step.input) !== null && products.has(index.producer(step.input).op)
}

export const reshapes = rulePass('reshapes', 'Merges reshapes and moves them past other ops to allow fusion', [
  [reshaping, merge],
  [[...elementwise, 'Prelu', ...affineOps], sink],
  [['AddV2', 'Add'], sinkSplit],
])
