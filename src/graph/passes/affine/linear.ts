import { boolAttribute, intsAttribute, stringAttribute, stringsAttribute } from '../../attributes.ts'
import { type Constant, changed, derived } from '../../constant.ts'
import type { GraphNode, Value } from '../../graph.ts'
import type { GraphIndex } from '../../rewrite.ts'
import { perIndex } from '../per-index.ts'
import { channelVector } from './affine.ts'
import type { Vector } from './vector.ts'

/** An element's channel in a kernel: `floor(i / inner) % count`. */
interface Channels {
  readonly count: number
  readonly inner: number
}

/** A node that is linear in one input, with a constant kernel that no other node reads. */
export interface LinearNode {
  readonly node: GraphNode
  readonly input: Value
  readonly kernelInput: number
  readonly kernel: Constant
  /** The bias of a fused node; `null` if it has none. */
  readonly bias: Vector | null
  /** The activation of a fused node, in lower case; empty if it has none. */
  readonly activation: string
  readonly from: Channels
  readonly to: Channels
  /** Whether every output uses the whole kernel: there is no padding. */
  readonly unpadded: boolean
}

interface Layout {
  readonly input: number
  readonly kernel: number
  readonly channels: (shape: readonly number[]) => { readonly from: Channels; readonly to: Channels } | null
}

const dim = (shape: readonly number[], axis: number) => shape.at(axis) as number

/** Kernel [..., in, out]. */
const dense: Layout = {
  input: 0,
  kernel: 1,
  channels: (shape) => ({
    from: { count: dim(shape, -2), inner: dim(shape, -1) },
    to: { count: dim(shape, -1), inner: 1 },
  }),
}

/** Kernel [height, width, in, multiplier]; output channel `in * multipliers + m`. */
const depthwise: Layout = {
  input: 0,
  kernel: 1,
  channels: (shape) => ({
    from: { count: dim(shape, -2), inner: dim(shape, -1) },
    to: { count: dim(shape, -2) * dim(shape, -1), inner: 1 },
  }),
}

/** Kernel [height, width, out, in]. */
const transposed: Layout = {
  input: 2,
  kernel: 1,
  channels: (shape) => ({
    from: { count: dim(shape, -1), inner: 1 },
    to: { count: dim(shape, -2), inner: dim(shape, -1) },
  }),
}

const layouts: ReadonlyMap<string, Layout> = new Map([
  ['Conv2D', dense],
  ['_FusedConv2D', dense],
  ['Conv3D', dense],
  ['MatMul', dense],
  ['_FusedMatMul', dense],
  ['DepthwiseConv2dNative', depthwise],
  ['FusedDepthwiseConv2dNative', depthwise],
  ['Conv2DBackpropInput', transposed],
])

/** Ops that can be linear in one input. */
export const linearOps: readonly string[] = [...layouts.keys()]

const rankOfKernel = (op: string) => (op.endsWith('MatMul') ? 2 : op === 'Conv3D' ? 5 : 4)

/**
 * The node as a linear one whose kernel may be changed; `null` if it is not linear, or its kernel has other readers.
 */
export const linearOf = perIndex(findLinear)

function findLinear(index: GraphIndex, node: GraphNode): LinearNode | null {
  const layout = layouts.get(node.op)
  const input = node.inputs[layout?.input ?? 0]
  const kernelValue = node.inputs[layout?.kernel ?? 1]
  if (layout === undefined || input === undefined || kernelValue === undefined) return null
  const kernel = index.constant(kernelValue)
  if (kernel === null || kernel.dtype !== 'float32' || index.onlyConsumer(kernelValue) === null) return null
  if (kernel.shape.length !== rankOfKernel(node.op) || !isPlain(node)) return null
  const channels = layout.channels(kernel.shape)
  if (channels === null || isGrouped(index, node.op, input, channels.from.count)) return null
  const fused = fusedParts(index, node)
  if (fused === null) return null
  const unpadded = isUnpadded(node, kernel)
  return { node, input, kernelInput: layout.kernel, kernel, ...channels, ...fused, unpadded }
}

function isPlain({ attributes }: GraphNode): boolean {
  if (boolAttribute(attributes, 'transpose_a') || boolAttribute(attributes, 'transpose_b')) return false
  return !stringAttribute(attributes, 'data_format', 'NHWC').startsWith('NC')
}

/** Whether the kernel has fewer input channels than the input (a grouped convolution), or that is unknown. */
function isGrouped(index: GraphIndex, op: string, input: Value, count: number): boolean {
  if (!op.includes('Conv') || op === 'Conv2DBackpropInput') return false
  return index.info(input).shape?.at(-1) !== count
}

function fusedParts(index: GraphIndex, node: GraphNode): { bias: Vector | null; activation: string } | null {
  const [first = '', second = ''] = stringsAttribute(node.attributes, 'fused_ops').map((op) => op.toLowerCase())
  if (first === '' || first === 'noop') return { bias: null, activation: second }
  const value = node.inputs[2]
  if (first !== 'biasadd' || value === undefined) return null
  const bias = channelVector(index, `${node.name}:0`, index.constant(value))
  return bias === null ? null : { bias, activation: second }
}

function isUnpadded({ op, attributes }: GraphNode, kernel: Constant): boolean {
  if (op.endsWith('MatMul')) return true
  if (op === 'Conv2DBackpropInput') return false
  const padding = stringAttribute(attributes, 'padding').toUpperCase()
  if (padding === 'EXPLICIT') return intsAttribute(attributes, 'explicit_paddings').every((amount) => amount === 0)
  return padding === 'VALID' || (padding === 'SAME' && kernel.shape.slice(0, -2).every((size) => size === 1))
}

/** The kernel with each element multiplied by its channel's factor. */
export function scaledKernel(kernel: Constant, { inner }: Channels, scale: Vector): Constant {
  return changed(kernel, [scale], (elements, arithmetic, data) => {
    const factors = data as Float32Array
    arithmetic.multiplyRows(elements, inner === 1 || factors.length === 1 ? factors : stretched(factors, inner))
  })
}

/** Each value repeated several times in a row. */
function stretched(values: Float32Array, times: number): Float32Array {
  const result = new Float32Array(values.length * times)
  for (let i = 0; i < values.length; i++) result.fill(values[i] as number, i * times, (i + 1) * times)
  return result
}

/** What a constant added to every input channel contributes to each output channel, without padding. */
export function offsetThrough({ kernel, from, to }: LinearNode, offset: Vector): Vector {
  return derived([kernel, offset], 'float32', [to.count], (data, terms) => {
    const elements = data as Float32Array
    const sums = new Float64Array(to.count)
    for (let i = 0; i < elements.length; i++) {
      const term = Number(terms[terms.length === 1 ? 0 : Math.floor(i / from.inner) % from.count])
      const channel = Math.floor(i / to.inner) % to.count
      sums[channel] = (sums[channel] as number) + (elements[i] as number) * term
    }
    return Float32Array.from(sums)
  })
}
