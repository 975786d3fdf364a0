import type { Signature } from '../../../base/model.ts'
import { bytesPerElement } from '../../../base/tensor.ts'
import type { Constant } from '../../../graph/constant.ts'
import { expectedScale } from '../../shared/image-scaling.ts'
import type { MetadataPart } from '../../sidecars/contract.ts'
import { type GraphNode, sourceOf } from './nodes.ts'

/** Ops that may precede the scaling of a picture. */
const passing = new Set([
  'Identity',
  'Cast',
  'ResizeBilinear',
  'ResizeNearestNeighbor',
  'Transpose',
  'Reshape',
  'ExpandDims',
  'Squeeze',
  'Pad',
  'PadV2',
  'MirrorPad',
])
const arithmetic = new Set(['Mul', 'Sub', 'Add', 'AddV2', 'RealDiv', 'Div'])
/** Longer chains are not preprocessing. */
const longest = 12

/**
 * Checks whether a graph starts by multiplying a picture by, or adding, constants, and infers the expected value range.
 * Best effort: an empty part if the graph does not tell.
 */
export async function scalingInside(
  nodes: readonly GraphNode[],
  signature: Signature,
  constants: ReadonlyMap<string, Constant>,
  signal?: AbortSignal,
): Promise<MetadataPart> {
  const input = signature.inputs.find(
    ({ shape }) => shape?.length === 4 && [shape[3], shape[1]].some((dim) => dim === 1 || dim === 3 || dim === 4),
  )
  const start = nodes.find(
    ({ op, name }) => op.startsWith('Placeholder') && (name === input?.name || signature.inputs.length === 1),
  )
  if (input === undefined || start === undefined) return {}
  const names: string[] = []
  let scale = 1
  let offset = 0
  let node = start
  for (let step = 0; step < longest; step++) {
    const users = nodes
      .filter(({ inputs }) => inputs.some((name) => !name.startsWith('^') && sourceOf(name) === node.name))
      .filter(({ op }) => op !== 'Shape')
    const [next] = users
    if (next === undefined || users.length > 1) break
    if (arithmetic.has(next.op)) {
      const [left = '', right = ''] = next.inputs.map(sourceOf)
      const constant = await smallConstant(constants.get(left === node.name ? right : left), signal)
      if (constant === null || (left !== node.name && next.op.endsWith('Div'))) break
      if (next.op === 'Mul') [scale, offset] = [scale * constant, offset * constant]
      else if (next.op.endsWith('Div')) [scale, offset] = [scale / constant, offset / constant]
      else if (next.op === 'Sub')
        [scale, offset] = left === node.name ? [scale, offset - constant] : [-scale, constant - offset]
      else offset += constant
      names.push(next.name)
    } else if (!passing.has(next.op)) break
    node = next
  }
  const expected = names.length === 0 ? null : expectedScale(scale, offset)
  if (expected === null) return {}
  return {
    scaling: { scale: expected, source: names.length === 1 ? `node ${names[0]}` : `nodes ${names.join(' and ')}` },
    scalesInside: expected === 'none',
  }
}

/** The value of a one-element constant, or the mean of one with up to four elements (one per channel). */
async function smallConstant(entry: Constant | undefined, signal: AbortSignal | undefined): Promise<number | null> {
  if (
    entry === undefined ||
    (entry.dtype !== 'float32' && entry.dtype !== 'int32') ||
    entry.bytes > 4 * bytesPerElement(entry.dtype)
  )
    return null
  const data = await entry.read(signal)
  const numbers = Array.from(data as Float32Array | Int32Array)
  return numbers.length === 0 ? null : numbers.reduce((sum, x) => sum + x, 0) / numbers.length
}
