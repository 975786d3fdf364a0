import { boolAttribute, floatAttribute, stringAttribute } from '../../attributes.ts'
import { type Constant, float32 } from '../../constant.ts'
import { type GraphNode, outputOf, type Value } from '../../graph.ts'
import type { GraphIndex } from '../../rewrite.ts'
import { perIndex } from '../per-index.ts'
import type { Vector } from './vector.ts'
import * as vector from './vector.ts'

/** `y = x * scale + offset`, per channel of the last axis; `null` stands for 1 and 0. */
export interface Affine {
  readonly scale: Vector | null
  readonly offset: Vector | null
}

export interface AffineNode extends Affine {
  readonly input: Value
}

/**
 * A constant as one number per channel of a value. `null` if it would change the value's shape, or varies along another
 * axis than the last.
 */
export function channelVector(index: GraphIndex, x: Value, constant: Constant | null): Vector | null {
  const { shape, dtype } = index.info(x)
  if (constant === null || constant.dtype !== 'float32' || dtype !== 'float32') return null
  if (constant.shape.length === 0) return constant
  if (shape === null || constant.shape.length > shape.length) return null
  const channels = constant.shape.at(-1) as number
  if (constant.shape.slice(0, -1).some((dim) => dim !== 1)) return null
  if (channels === 1) return vector.withShape(constant, [])
  return shape.at(-1) === channels ? vector.withShape(constant, [channels]) : null
}

const minusOne = float32([-1], [])

type Reading = (index: GraphIndex, node: GraphNode) => AffineNode | null

const scaling: Reading = (index, node) => withConstant(index, node, (c) => ({ scale: c, offset: null }))

const addition: Reading = (index, node) => withConstant(index, node, (c) => ({ scale: null, offset: c }))

const bias: Reading = (index, node) =>
  stringAttribute(node.attributes, 'data_format', 'NHWC') === 'NHWC' ? addition(index, node) : null

const subtraction: Reading = (index, node) =>
  withConstant(index, node, (c, first) =>
    first ? { scale: minusOne, offset: c } : { scale: null, offset: vector.negative(c) },
  )

const division: Reading = (index, node) =>
  withConstant(index, node, (c, first) =>
    first || !vector.every(c, invertible) ? null : { scale: vector.reciprocal(c), offset: null },
  )

const readings: ReadonlyMap<string, Reading> = new Map([
  ['Mul', scaling],
  ['Add', addition],
  ['AddV2', addition],
  ['BiasAdd', bias],
  ['Sub', subtraction],
  ['RealDiv', division],
  ['Div', division],
  ['FusedBatchNorm', batchNormalisation],
  ['FusedBatchNormV2', batchNormalisation],
  ['FusedBatchNormV3', batchNormalisation],
])

/** Ops that can be affine. */
export const affineOps: readonly string[] = [...readings.keys()]

/** A node's scale and offset if it is per-channel arithmetic with constants on one float32 value; otherwise `null`. */
export const affineOf = perIndex((index, node) => readings.get(node.op)?.(index, node) ?? null)

/** Whether `x * (1 / c)` equals `x / c` up to the last bit. */
export function invertible({ smallestMagnitude, largestMagnitude }: vector.Range): boolean {
  return smallestMagnitude > 1e-37 && largestMagnitude < 1e37
}

function withConstant(
  index: GraphIndex,
  { inputs }: GraphNode,
  make: (constant: Vector, first: boolean) => Affine | null,
): AffineNode | null {
  const [a, b] = inputs
  if (a === undefined || b === undefined) return null
  const first = index.constant(a) !== null
  const [input, constant] = first ? [b, a] : [a, b]
  // Two constants: left to constant folding.
  if (index.constant(input) !== null) return null
  const values = channelVector(index, input, index.constant(constant))
  const affine = values === null ? null : make(values, first)
  return affine === null ? null : { input, ...affine }
}

function batchNormalisation(index: GraphIndex, node: GraphNode): AffineNode | null {
  const { name, attributes, inputs } = node
  const [input, ...parameters] = inputs
  if (input === undefined || boolAttribute(attributes, 'is_training', true)) return null
  if (stringAttribute(attributes, 'data_format', 'NHWC') !== 'NHWC') return null
  const statistics = [1, 2, 3, 4, 5].map((i) => outputOf(name, i))
  if (statistics.some((value) => index.consumers(value).length > 0 || index.isOutput(value))) return null
  const [gamma, beta, mean, variance] = parameters.map((value) => channelVector(index, input, index.constant(value)))
  if (gamma == null || beta == null || mean == null || variance == null) return null
  const epsilon = floatAttribute(attributes, 'epsilon', 1e-4)
  const offset = vector.normalisingOffset(gamma, beta, mean, variance, epsilon)
  if (!vector.every(offset, isSmall)) return null
  return { input, scale: vector.normalisingScale(gamma, variance, epsilon), offset }
}

/**
 * Rewriting `(x - mean) / deviation` as `x / deviation - mean / deviation` loses the digits in which x differs from the
 * mean. Below this quotient, the error is less than 3e-5 deviations in float32.
 */
const largestOffset = 256

export const isSmall = ({ largestMagnitude }: vector.Range) => largestMagnitude <= largestOffset

/**
 * `a` followed by `b`; known factors of 1 and terms of 0 are omitted. `null` if the offset would grow enough to lose
 * digits, or if that is unknown.
 */
export function compose(a: Affine, b: Affine): Affine | null {
  if (a.offset === null || b.scale === null) return simplified({ scale: factor(a, b), offset: term(a, b) })
  const scaled = vector.product(a.offset, b.scale)
  if (!vector.every(scaled, isSmall)) return null
  const offset = b.offset === null ? scaled : vector.productSum(a.offset, b.scale, b.offset)
  return simplified({ scale: factor(a, b), offset })
}

function factor(a: Affine, b: Affine): Vector | null {
  if (a.scale === null) return b.scale
  return b.scale === null ? a.scale : vector.product(a.scale, b.scale)
}

/** For offsets that are not scaled. */
function term(a: Affine, b: Affine): Vector | null {
  if (a.offset === null) return b.offset
  return b.offset === null ? a.offset : vector.sum(a.offset, b.offset)
}

export function simplified({ scale, offset }: Affine): Affine {
  return {
    scale: scale !== null && vector.isAll(scale, 1) ? null : scale,
    offset: offset !== null && vector.isAll(offset, 0) ? null : offset,
  }
}

/** Consecutive per-channel arithmetic nodes, each read by the next only. */
export interface AffineChain extends AffineNode {
  readonly nodes: readonly GraphNode[]
}

/** The longest chain ending in a node; `null` if the node is not affine, or the chain would lose digits. */
export const chainTo = perIndex(findChain)

function findChain(index: GraphIndex, last: GraphNode): AffineChain | null {
  const end = affineOf(index, last)
  if (end === null) return null
  let chain: AffineChain = { input: end.input, ...simplified(end), nodes: [last] }
  for (;;) {
    if (index.onlyConsumer(chain.input) === null) return chain
    const node = index.producer(chain.input)
    const before = affineOf(index, node)
    if (before === null) return chain
    const both = compose(before, chain)
    // Do not fold a part of it either: the rest would be folded later.
    if (both === null) return null
    chain = { input: before.input, ...both, nodes: [node, ...chain.nodes] }
  }
}
