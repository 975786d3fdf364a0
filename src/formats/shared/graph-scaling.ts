import { sizeOf } from '../../base/tensor.ts'
import type { Constant } from '../../graph/constant.ts'
import { type Graph, type GraphNode, producerOf } from '../../graph/graph.ts'
import { consumersOf } from '../../graph/walk.ts'
import type { MetadataPart } from '../sidecars/contract.ts'
import { expectedScale } from './image-scaling.ts'

/** Ops that may precede the scaling of an image. */
const passing =
  /^(Identity|Cast|EnsureShape|ResizeBilinear|ResizeNearestNeighbor|Transpose|Reshape|ExpandDims|Squeeze|Pad|PadV2|MirrorPad)$/
const arithmetic = /^(Mul|Sub|Add|AddV2|RealDiv|Div)$/
/** Longer chains are not preprocessing. */
const longest = 12

/** Whether an input can be an image or a batch of images: rank 4, with channels last or second. */
export function takesPictures(shape: readonly (number | null)[] | null): boolean {
  return shape?.length === 4 && [shape[3], shape[1]].some((dim) => dim === 1 || dim === 3 || dim === 4)
}

/**
 * Infers the range of the input image from the multiplications and additions by constants at the start of a graph. Best
 * effort: returns an empty part if the graph does not show it.
 */
export async function scalingInside(graph: Graph, signal?: AbortSignal): Promise<MetadataPart> {
  const input = graph.inputs.find(({ shape }) => takesPictures(shape))
  if (input === undefined) return {}
  const consumers = consumersOf(graph.nodes)
  const names: string[] = []
  let scale = 1
  let offset = 0
  let name = input.node
  for (let step = 0; step < longest; step++) {
    const users = (consumers.get(`${name}:0`) ?? []).filter(({ op }) => op !== 'Shape')
    const [next] = users
    if (next === undefined || users.length > 1) break
    if (arithmetic.test(next.op)) {
      const applied = await apply(next, name, graph, signal)
      if (applied === null) break
      scale *= applied.factor
      offset = offset * applied.factor + applied.shift
      names.push(next.name)
    } else if (!passing.test(next.op)) break
    name = next.name
  }
  const expected = names.length === 0 ? null : expectedScale(scale, offset)
  if (expected === null) return {}
  return {
    scaling: { scale: expected, source: names.length === 1 ? `node ${names[0]}` : `nodes ${names.join(' and ')}` },
    scalesInside: expected === 'none',
  }
}

/** A node as `factor · x + shift`; `null` if its other operand is not a small constant. */
async function apply(
  { op, inputs }: GraphNode,
  name: string,
  graph: Graph,
  signal: AbortSignal | undefined,
): Promise<{ readonly factor: number; readonly shift: number } | null> {
  const [left = '', right = ''] = inputs.map(producerOf)
  const isLeft = left === name
  const c = await meanOf(graph.nodes.get(isLeft ? right : left)?.constant, signal)
  if (c === null) return null
  if (op === 'Mul') return { factor: c, shift: 0 }
  if (op === 'Add' || op === 'AddV2') return { factor: 1, shift: c }
  if (op === 'Sub') return isLeft ? { factor: 1, shift: -c } : { factor: -1, shift: c }
  return isLeft ? { factor: 1 / c, shift: 0 } : null
}

/** The value of a one-element constant, or the mean of up to four (one per channel). */
async function meanOf(constant: Constant | undefined, signal: AbortSignal | undefined): Promise<number | null> {
  if (constant === undefined || (constant.dtype !== 'float32' && constant.dtype !== 'int32')) return null
  const size = sizeOf(constant.shape)
  if (size < 1 || size > 4) return null
  const numbers = Array.from((await constant.read(signal)) as Float32Array | Int32Array)
  return numbers.reduce((sum, x) => sum + x, 0) / size
}
