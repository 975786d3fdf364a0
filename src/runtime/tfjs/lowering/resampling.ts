import { boolAttribute, stringAttribute } from '../../../graph/attributes.ts'
import { float32 } from '../../../graph/constant.ts'
import type { Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
import { staticShape } from '../../../graph/infer/shape.ts'
import { at, type Decomposition, type DecompositionRow } from '../../../graph/passes/decompose.ts'
import { knownNumbers } from '../../../graph/passes/known.ts'
import type { Rewriter } from '../../../graph/rewrite.ts'
import { area, bicubic, scaleAndTranslate, type Weights } from './resampling-weights.ts'

/** Resamples pictures `[batch, height, width, channels]` along two axes, with one matrix product for each. */
function resample(b: Rewriter, picture: Value, size: readonly number[] | null, rows: Weights, columns: Weights) {
  const x = b.cast(picture, 'float32')
  const [batch, height, width, channels] = b.info(x).shape ?? []
  const [to, wide] = size ?? []
  if (batch === undefined || typeof height !== 'number' || typeof width !== 'number') return null
  if (to === undefined || wide === undefined || typeof channels !== 'number') return null
  const weights = (make: Weights, from: number, wanted: number) =>
    b.constant(float32(make(from, wanted), [1, wanted, from]))
  const tall = b.op('BatchMatMulV2', [weights(rows, height, to), b.reshape(x, [batch, height, width * channels])])
  const lines = b.reshape(tall, [multiply([batch, to]) ?? '(lines)', width, channels])
  const spread = b.op('BatchMatMulV2', [weights(columns, width, wide), lines])
  return [b.reshape(spread, [batch, to, wide, channels])]
}

const resize =
  (weightsOf: (alignCorners: boolean, halfPixelCenters: boolean) => Weights): Decomposition =>
  (node, b, inputs) => {
    const flag = (key: string) => boolAttribute(node.attributes, key)
    const weights = weightsOf(flag('align_corners'), flag('half_pixel_centers'))
    return resample(b, at(inputs, 0), knownNumbers(b, at(inputs, 1)), weights, weights)
  }

const translated: Decomposition = (node, b, inputs) => {
  const [scale, translation] = [knownNumbers(b, at(inputs, 2)), knownNumbers(b, at(inputs, 3))]
  if (scale === null || translation === null || staticShape(b.info(at(inputs, 1))) === null) return null
  const kernel = stringAttribute(node.attributes, 'kernel_type', 'lanczos3')
  const antialias = boolAttribute(node.attributes, 'antialias', true)
  const [rows, columns] = [0, 1].map((i) => scaleAndTranslate(kernel, scale[i] ?? 1, translation[i] ?? 0, antialias))
  return rows && columns ? resample(b, at(inputs, 0), knownNumbers(b, at(inputs, 1)), rows, columns) : null
}

export const resampling: readonly DecompositionRow[] = [
  ['ResizeBicubic', resize(bicubic)],
  ['ResizeArea', resize(area)],
  ['ScaleAndTranslate', translated],
]
