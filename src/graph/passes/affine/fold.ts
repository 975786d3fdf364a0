import { stringAttribute } from '../../attributes.ts'
import type { Attributes, GraphNode, Value } from '../../graph.ts'
import { outputOf } from '../../graph.ts'
import type { GraphIndex, Rewriter } from '../../rewrite.ts'
import type { Match } from '../rule.ts'
import { type Affine, type AffineChain, chainTo, isSmall } from './affine.ts'
import { type LinearNode, linearOf, offsetThrough, scaledKernel } from './linear.ts'
import type { Vector } from './vector.ts'
import * as vector from './vector.ts'

/** Ops with `f(x * s) = f(x) * s` for every positive s. */
const homogeneous: ReadonlySet<string> = new Set(['Relu', 'LeakyRelu', 'Prelu', 'MaxPool', 'AvgPool'])

/** Folds whole chains only: nothing is folded before the chain's last node. */
function isWhole(index: GraphIndex, last: GraphNode): boolean {
  const next = index.onlyConsumer(outputOf(last.name))
  return next === null || chainTo(index, next)?.nodes.includes(last) !== true
}

/** Folds arithmetic after a convolution or MatMul into its kernel and bias. */
export function foldAfter(index: GraphIndex, last: GraphNode): Match | null {
  const chain = chainTo(index, last)
  if (chain === null || !isWhole(index, last) || index.onlyConsumer(chain.input) === null) return null
  const linear = linearOf(index, index.producer(chain.input))
  if (linear === null) return null
  const rewrite = absorbed(linear, chain)
  if (rewrite === null) return null
  const { bias, rest } = rewrite
  return {
    nodes: [linear.node, ...chain.nodes],
    apply: (rewriter) => {
      const inputs = withKernel(rewriter, linear, linear.to, chain.scale)
      const fused = bias === null ? inputs : inputs.with(2, addConstant(rewriter, `${linear.node.name}/bias`, bias))
      if (rest === null)
        rewriter.edit(last.name, { op: linear.node.op, inputs: fused, attributes: linear.node.attributes })
      else {
        rewriter.edit(linear.node.name, { inputs: fused })
        editToAdd(rewriter, last, outputOf(linear.node.name), rest)
      }
    },
  }
}

/** Splits arithmetic after a linear node into a bias inside it and a remainder after it. */
function absorbed(
  linear: LinearNode,
  { scale, offset, nodes }: AffineChain,
): { bias: Vector | null; rest: Vector | null } | null {
  const { activation, bias } = linear
  if (activation === '') {
    if (bias !== null) {
      const scaled = scale === null ? bias : vector.product(bias, scale)
      if (!vector.every(scaled, isSmall)) return null
      return { bias: vector.spread(offset === null ? scaled : vector.sum(scaled, offset), linear.to.count), rest: null }
    }
    // A pure offset is left to bias fusion.
    return scale === null && nodes.length === 1 ? null : scale === null ? null : { bias: null, rest: offset }
  }
  if (scale === null || !['relu', 'prelu', 'leakyrelu'].includes(activation) || !vector.every(scale, isPositive))
    return null
  return { bias: bias === null ? null : vector.spread(vector.product(bias, scale), linear.to.count), rest: offset }
}

const isPositive = ({ least, most }: vector.Range) => least > 0 && Number.isFinite(most)

/** Spread small enough that dividing an offset by it loses no digits. */
const isSafeDivisor = ({ smallestMagnitude, largestMagnitude }: vector.Range) =>
  smallestMagnitude > 1e-12 && largestMagnitude < 1e12

/** Folds arithmetic before a convolution or MatMul into its kernel and, without padding, its bias. */
export function foldBefore(index: GraphIndex, node: GraphNode): Match | null {
  const linear = linearOf(index, node)
  if (linear === null || index.onlyConsumer(linear.input) === null) return null
  const chain = chainTo(index, index.producer(linear.input))
  if (chain === null) return null
  const { offset, scale } = chain
  // An offset that can become a bias in place costs nothing.
  if (scale === null && linearOf(index, index.producer(chain.input))?.activation === '') return null
  if (offset === null || linear.unpadded) return foldWhole(linear, chain)
  if (scale === null || chain.nodes.length < 2 || !vector.every(scale, isSafeDivisor)) return null
  return foldScale(linear, [], { ...chain, scale })
}

/** Moves scale and offset into the weights and bias of an unpadded layer, or only the scale. */
export function foldWhole(linear: LinearNode, chain: AffineChain): Match | null {
  const { node, bias } = linear
  if (chain.offset !== null && !vector.every(chain.offset, isSmall)) return null
  // After an activation, a bias cannot be added any more.
  if (chain.offset !== null && bias === null && linear.activation !== '') return null
  return {
    nodes: [...chain.nodes, node],
    apply: (rewriter) => {
      const inputs = withKernel(rewriter, linear, linear.from, chain.scale, chain.input)
      if (chain.offset === null) return rewriter.edit(node.name, { inputs })
      const term = offsetThrough(linear, chain.offset)
      if (bias !== null) {
        const total = vector.spread(vector.sum(bias, term), linear.to.count)
        return rewriter.edit(node.name, { inputs: inputs.with(2, addConstant(rewriter, `${node.name}/bias`, total)) })
      }
      const value = rewriter.op(node.op, inputs, node.attributes, `${node.name}/linear`)
      editToAdd(rewriter, node, value, term)
    },
  }
}

/**
 * Rewrites `(x * s + o)` as `(x + o / s) * s` and gives the factor to a later kernel, across nodes that commute with
 * scaling.
 */
function foldScale(
  linear: LinearNode,
  between: readonly GraphNode[],
  chain: AffineChain & { readonly scale: Vector },
): Match {
  const last = chain.nodes.at(-1) as GraphNode
  return {
    nodes: [...chain.nodes, ...between, linear.node],
    apply: (rewriter) => {
      const { scale, offset, input } = chain
      if (offset === null) rewriter.replace(outputOf(last.name), input)
      else editToAdd(rewriter, last, input, vector.quotient(offset, scale))
      rewriter.edit(linear.node.name, { inputs: withKernel(rewriter, linear, linear.from, scale) })
    },
  }
}

/** Folds positive factors before a Relu or similar into the kernel of the convolution or MatMul after it. */
export function foldAcrossActivation(index: GraphIndex, node: GraphNode): Match | null {
  const linear = linearOf(index, node)
  if (linear === null) return null
  const between: GraphNode[] = []
  let value: Value = linear.input
  for (;;) {
    if (index.onlyConsumer(value) === null) return null
    const producer = index.producer(value)
    if (!isHomogeneous(producer)) break
    between.unshift(producer)
    value = producer.inputs[0] as Value
  }
  if (between.length === 0) return null
  const chain = chainTo(index, index.producer(value))
  if (chain === null || chain.scale === null || (chain.offset !== null && chain.nodes.length < 2)) return null
  if (!vector.every(chain.scale, (range) => range.least > 0 && isSafeDivisor(range))) return null
  return foldScale(linear, between, { ...chain, scale: chain.scale })
}

function isHomogeneous({ op, attributes }: GraphNode): boolean {
  return homogeneous.has(op) && !stringAttribute(attributes, 'data_format', 'NHWC').startsWith('NC')
}

/** Combines several arithmetic steps into one multiplication and one addition. */
export function mergeChain(index: GraphIndex, last: GraphNode): Match | null {
  const chain = chainTo(index, last)
  if (chain === null || !isWhole(index, last)) return null
  const { scale, offset, nodes, input } = chain
  const needed = Number(scale !== null) + Number(offset !== null)
  const costly = nodes.some(({ op }) => op.startsWith('FusedBatchNorm') || op.endsWith('Div'))
  if (nodes.length <= needed && !costly) return null
  return { nodes, apply: (rewriter) => buildAffine(rewriter, last, input, { scale, offset }) }
}

function buildAffine(rewriter: Rewriter, last: GraphNode, input: Value, { scale, offset }: Affine): void {
  if (scale === null) {
    if (offset === null) rewriter.replace(outputOf(last.name), input)
    else editToAdd(rewriter, last, input, offset)
    return
  }
  const factor = addConstant(rewriter, `${last.name}/scale`, scale)
  if (offset === null) rewriter.edit(last.name, { op: 'Mul', inputs: [input, factor], attributes: float })
  else editToAdd(rewriter, last, rewriter.op('Mul', [input, factor], float, `${last.name}/scaled`), offset)
}

const float: Attributes = { T: { type: 'float32' } }

function editToAdd(rewriter: Rewriter, node: GraphNode, x: Value, offset: Vector): void {
  rewriter.edit(node.name, {
    op: 'AddV2',
    inputs: [x, addConstant(rewriter, `${node.name}/offset`, offset)],
    attributes: float,
  })
}

function addConstant(rewriter: Rewriter, name: string, constant: Vector): Value {
  return rewriter.constant(constant, name)
}

/** A linear node's inputs with the kernel scaled, and optionally a new input. */
function withKernel(
  rewriter: Rewriter,
  { node, kernel, kernelInput, input }: LinearNode,
  channels: LinearNode['to'],
  scale: Vector | null,
  newInput: Value = input,
): Value[] {
  const inputs = node.inputs.map((value) => (value === input ? newInput : value))
  if (scale === null) return inputs
  return inputs.with(kernelInput, rewriter.constant(scaledKernel(kernel, channels, scale), `${node.name}/kernel`))
}
