import type { Attributes, GraphNode, Value } from '../../graph.ts'
import { staticShape } from '../../infer/shape.ts'
import { layoutOf, paddingOf, perSpatialAxis } from '../../infer/windows.ts'
import type { GraphIndex } from '../../rewrite.ts'
import { type Parts, partsOf } from './parts.ts'

/** A dilated convolution of `x`. */
export interface Dilated {
  readonly x: Value
  /** The convolution of the parts. */
  readonly convolution: GraphNode
  /** Attributes of the dilated convolution, except for its padding. */
  readonly attributes: Attributes
  /** Zeros before and after every axis of `x`, and whether SAME padding would add exactly these. */
  readonly edges: readonly number[]
  readonly same: boolean
  /** Every node from `x` to the result. */
  readonly nodes: readonly [split: GraphNode, convolution: GraphNode, merge: GraphNode]
}

/**
 * TensorFlow writes a dilated convolution as a convolution over batches of strided parts. The net of padding before and
 * cropping after is the padding of the whole. `null` if `merge` does not end such a pattern.
 */
export function dilatedAt(index: GraphIndex, merge: GraphNode, ops: ReadonlySet<string>): Dilated | null {
  const after = partsOf(index, merge, 'BatchToSpaceND')
  if (after === null || index.onlyConsumer(after.x) === null) return null
  const convolution = index.producer(after.x)
  const [input, kernel] = convolution.inputs
  if (!ops.has(convolution.op) || input === undefined || kernel === undefined) return null
  const split = index.producer(input)
  const before = partsOf(index, split, 'SpaceToBatchND')
  if (before === null || index.onlyConsumer(input) === null || String(before.block) !== String(after.block)) return null
  const [rank, window] = [index.info(input).shape?.length, staticShape(index.info(kernel))]
  if (rank === undefined || window === null) return null
  const whole = wholeOf(convolution.attributes, rank, window, before, after)
  return whole && { ...whole, x: before.x, convolution, nodes: [split, convolution, merge] }
}

function wholeOf(
  attributes: Attributes,
  rank: number,
  window: readonly number[],
  before: Parts,
  after: Parts,
): Pick<Dilated, 'attributes' | 'edges' | 'same'> | null {
  const layout = layoutOf(attributes, rank)
  const plain = ['strides', 'dilations'].every((key) => perSpatialAxis(attributes, key, layout).every((n) => n === 1))
  if (!plain || paddingOf(attributes).toUpperCase() !== 'VALID' || before.block.length >= rank) return null
  const edges = Array.from({ length: 2 * rank }, (_, i) => (before.edges[i - 2] ?? 0) - (after.edges[i - 2] ?? 0))
  const dilations = Array.from({ length: rank }, (_, axis) => before.block[axis - 1] ?? 1)
  const { channels, spatial } = layout
  const others = before.edges.slice(2 * channels - 2, 2 * channels)
  // Splitting along channels would be another convolution; cropping more than was padded would be a slice.
  if (dilations[channels] !== 1 || others.some((amount) => amount !== 0)) return null
  if (edges.some((amount) => amount < 0)) return null
  const same = spatial.every((axis, i) => {
    const span = ((window[i] ?? 1) - 1) * (dilations[axis] ?? 1)
    const [first = 0, last = 0] = edges.slice(2 * axis)
    return first === Math.floor(span / 2) && first + last === span
  })
  return { attributes: { ...attributes, dilations: { list: { i: dilations } } }, edges, same }
}
