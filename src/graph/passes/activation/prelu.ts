import { floatAttribute } from '../../attributes.ts'
import { type Constant, derived, float32 } from '../../constant.ts'
import type { Attributes, GraphNode, Value } from '../../graph.ts'
import type { GraphIndex, Rewriter } from '../../rewrite.ts'
import * as vector from '../affine/vector.ts'
import type { Rule } from '../rule.ts'
import { bothWays, float, isFloat, onlyProducer, withScalar } from './operands.ts'

/** `max(x, a * x)` with a between 0 and 1. */
export const leakyRelu: Rule = (index, node) => {
  if (!isFloat(index, node)) return null
  for (const [x, other] of bothWays(node)) {
    const scaled = onlyProducer(index, other, 'Mul')
    const factor = scaled === null ? null : withScalar(index, scaled)
    if (scaled === null || factor === null || factor.x !== x || factor.number < 0 || factor.number > 1) continue
    const attributes: Attributes = { ...float, alpha: { f: factor.number } }
    return {
      nodes: [scaled, node],
      apply: (rewriter) => rewriter.edit(node.name, { op: 'LeakyRelu', inputs: [x], attributes }),
    }
  }
  return null
}

/** The Wasm kernel of LeakyRelu is scalar; that of Prelu is 18 times faster. */
export const leakyReluAsPrelu: Rule = (index, node) => {
  const x = node.inputs[0]
  if (x === undefined || !isFloat(index, node)) return null
  const channels = index.info(x).shape?.at(-1)
  if (typeof channels !== 'number') return null
  const slopes = new Float32Array(channels).fill(floatAttribute(node.attributes, 'alpha', 0.2))
  return { nodes: [node], apply: (rewriter) => toPrelu(rewriter, node, x, float32(slopes)) }
}

/** The term added to `relu(x)` or x for negative x: `factor * slope * x`, and 0 elsewhere. */
interface Negative {
  readonly x: Value
  readonly slope: Constant
  readonly factor: number
  readonly nodes: readonly GraphNode[]
}

/**
 * A PReLU written in parts. Keras writes `relu(x) - a * relu(-x)`, others `relu(x) + a * (x - |x|)` or `x + a * (x -
 * |x|)`; a may have one slope per channel or per element.
 */
export const prelu: Rule = (index, node) => {
  if (!isFloat(index, node)) return null
  for (const [a, b] of bothWays(node)) {
    const product = onlyProducer(index, b, 'Mul')
    const negative = product === null ? null : (negatedRelu(index, product) ?? absoluteDifference(index, product))
    if (product === null || negative === null || !fits(index, negative)) continue
    const { x, slope, factor } = negative
    const first = index.producer(a)
    const relu = first.op === 'Relu' && first.inputs[0] === x && index.onlyConsumer(a) !== null
    if (!relu && a !== x) continue
    const slopes = derived([slope], 'float32', slope.shape, (values) =>
      Float32Array.from(values as Float32Array, (value) => factor * value + (relu ? 0 : 1)),
    )
    return {
      nodes: [...negative.nodes, ...(relu ? [first] : []), product, node],
      apply: (rewriter) => toPrelu(rewriter, node, x, slopes),
    }
  }
  return null
}

/** The Wasm kernel repeats slopes over the leading axes, so they must cover the trailing axes completely. */
function fits(index: GraphIndex, { x, slope }: Negative): boolean {
  const { shape } = index.info(x)
  if (shape === null || slope.shape.length === 0 || slope.shape.length > shape.length) return false
  return slope.shape.every((dim, i) => dim === shape.at(i - slope.shape.length))
}

/** A constant without leading axes of 1, and the other factor. */
function constantFactor(index: GraphIndex, { inputs }: GraphNode) {
  const [a, b] = inputs
  if (a === undefined || b === undefined) return null
  const [factor, rest] = index.constant(a) === null ? [b, a] : [a, b]
  const constant = index.constant(factor)
  if (constant === null || constant.dtype !== 'float32') return null
  const first = constant.shape.findIndex((dim) => dim !== 1)
  const shape = first < 0 ? constant.shape.slice(-1) : constant.shape.slice(first)
  return { rest, slope: vector.withShape(constant, shape) }
}

/** `a * relu(-x)`. */
function negatedRelu(index: GraphIndex, product: GraphNode): Negative | null {
  const found = constantFactor(index, product)
  const relu = found === null ? null : onlyProducer(index, found.rest, 'Relu')
  const negated = relu?.inputs[0]
  const negation = negated === undefined ? null : onlyProducer(index, negated, 'Neg')
  const x = negation?.inputs[0]
  if (found === null || relu === null || negation === null || x === undefined) return null
  return { x, slope: found.slope, factor: -1, nodes: [relu, negation] }
}

/** `a * (x - |x|)`. */
function absoluteDifference(index: GraphIndex, product: GraphNode): Negative | null {
  const found = constantFactor(index, product)
  const difference = found === null ? null : onlyProducer(index, found.rest, 'Sub')
  const [x, magnitude] = difference?.inputs ?? []
  const abs = magnitude === undefined ? null : onlyProducer(index, magnitude, 'Abs')
  if (found === null || difference === null || x === undefined || abs?.inputs[0] !== x) return null
  return { x, slope: found.slope, factor: 2, nodes: [difference, abs] }
}

function toPrelu(rewriter: Rewriter, node: GraphNode, x: Value, slopes: Constant): void {
  const alpha = rewriter.constant(slopes, `${node.name}/slopes`)
  rewriter.edit(node.name, { op: 'Prelu', inputs: [x, alpha], attributes: float })
}
