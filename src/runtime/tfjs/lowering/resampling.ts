import { boolAttribute, stringAttribute } from '../../../graph/attributes.ts'
import { float32 } from '../../../graph/constant.ts'
import type { Attributes, Value } from '../../../graph/graph.ts'
import { multiply } from '../../../graph/infer/dim.ts'
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
    const [x, size] = [at(inputs, 0), at(inputs, 1)]
    return (
      resample(b, x, knownNumbers(b, size), weights, weights) ??
      resampleAtRunTime(b, x, size, [], { ...node.attributes, method: { s: node.op } })
    )
  }

const translated: Decomposition = (node, b, inputs) => {
  const [x, size] = [at(inputs, 0), at(inputs, 1)]
  const [scale, translation] = [knownNumbers(b, at(inputs, 2)), knownNumbers(b, at(inputs, 3))]
  const later = () => resampleAtRunTime(b, x, size, inputs.slice(2), { ...node.attributes, method: { s: node.op } })
  if (scale === null || translation === null) return later()
  const kernel = stringAttribute(node.attributes, 'kernel_type', 'lanczos3')
  const antialias = boolAttribute(node.attributes, 'antialias', true)
  const [rows, columns] = [0, 1].map((i) => scaleAndTranslate(kernel, scale[i] ?? 1, translation[i] ?? 0, antialias))
  return rows && columns ? (resample(b, x, knownNumbers(b, size), rows, columns) ?? later()) : null
}

/** The same with sizes that only a run tells: the weights are computed then. */
function resampleAtRunTime(b: Rewriter, picture: Value, size: Value, more: readonly Value[], attributes: Attributes) {
  const shape = b.info(picture).shape
  if (shape?.length !== 4) return null
  const [batch = 1, height = 1, width = 1, channels = 1] = shape
  const known = knownNumbers(b, size)
  const x = b.cast(picture, 'float32')
  const sides = [0, 1].map((axis) => {
    const to = known?.[axis] ?? b.op('GatherV2', [size, b.int(axis), b.int(0)])
    const from = b.dim(axis === 0 ? height : width)
    const wanted = typeof to === 'number' ? b.int(to) : to
    const weights = b.op('_ResampleWeights', [from, wanted, ...more], { ...attributes, axis: { i: axis } })
    return { to: wanted, weights }
  })
  const [rows, columns] = sides
  if (rows === undefined || columns === undefined) return null
  const into = (value: Value, dims: readonly Value[]) =>
    b.op('Reshape', [value, b.op('Pack', dims, { axis: { i: 0 } })])
  const [rest, wide, deep] = [b.int(-1), b.dim(width), b.dim(channels)]
  const tall = b.op('BatchMatMulV2', [rows.weights, into(x, [b.dim(batch), b.dim(height), rest])])
  const spread = b.op('BatchMatMulV2', [columns.weights, into(tall, [rest, wide, deep])])
  const result = into(spread, [rest, rows.to, columns.to, deep])
  if (known !== null) b.refine(result, [batch, known[0] ?? 1, known[1] ?? 1, channels])
  return [result]
}

export const resampling: readonly DecompositionRow[] = [
  ['ResizeBicubic', resize(bicubic)],
  ['ResizeArea', resize(area)],
  ['ScaleAndTranslate', translated],
]
