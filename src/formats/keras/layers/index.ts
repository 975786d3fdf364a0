import { tensorFlowFunctionRows } from '../operations/tensorflow-functions.ts'
import { activationLayerRows } from './activation/layers.ts'
import { applicationRows } from './applications/layers.ts'
import { attentionRows } from './attention/attention.ts'
import { multiHeadRows } from './attention/multi-head.ts'
import type { LayerRow } from './contract.ts'
import { convolutionRows } from './convolution/convolution.ts'
import { depthwiseRows } from './convolution/depthwise.ts'
import { transposedRows } from './convolution/transposed.ts'
import { denseRows } from './core/dense.ts'
import { einsumRows } from './core/einsum-dense.ts'
import { embeddingRows } from './core/embedding.ts'
import { keras1DenseRows } from './core/keras1-dense.ts'
import { regularisationRows } from './core/regularisation.ts'
import { reshapingRows } from './core/reshaping.ts'
import { upsamplingRows } from './core/upsampling.ts'
import { wrapperRows } from './core/wrappers.ts'
import { augmentationRows } from './image/augmentation.ts'
import { equalisationRows } from './image/equalisation.ts'
import { concatenateRows } from './merging/concatenate.ts'
import { dotRows } from './merging/dot.ts'
import { keras1MergingRows } from './merging/keras1.ts'
import { mergingRows } from './merging/merging.ts'
import { batchNormalizationRows } from './normalisation/batch.ts'
import { normalisationRows } from './normalisation/normalisation.ts'
import { adaptivePoolingRows } from './pooling/adaptive.ts'
import { globalPoolingRows } from './pooling/global.ts'
import { poolingRows } from './pooling/pooling.ts'
import { categoryRows } from './preprocessing/categories.ts'
import { imageSizeRows } from './preprocessing/images.ts'
import { pipelineRows } from './preprocessing/pipeline.ts'
import { scalingRows } from './preprocessing/scaling.ts'
import { quantisationRows } from './quantisation/wrappers.ts'
import { recurrentRows } from './rnn/recurrent.ts'
import { spectrogramRows } from './spectrogram/spectrogram.ts'
import { lookupRows } from './text/lookup.ts'
import { textVectorizationRows } from './text/vectorization.ts'

/** Every supported layer class, by family. */
const families: readonly (readonly LayerRow[])[] = [
  denseRows,
  einsumRows,
  keras1DenseRows,
  convolutionRows,
  depthwiseRows,
  transposedRows,
  poolingRows,
  globalPoolingRows,
  adaptivePoolingRows,
  batchNormalizationRows,
  normalisationRows,
  mergingRows,
  concatenateRows,
  dotRows,
  keras1MergingRows,
  reshapingRows,
  upsamplingRows,
  regularisationRows,
  activationLayerRows,
  wrapperRows,
  quantisationRows,
  recurrentRows,
  attentionRows,
  multiHeadRows,
  embeddingRows,
  spectrogramRows,
  scalingRows,
  imageSizeRows,
  categoryRows,
  lookupRows,
  textVectorizationRows,
  augmentationRows,
  equalisationRows,
  pipelineRows,
  applicationRows,
  tensorFlowFunctionRows,
]

const byClass = new Map(families.flat().flatMap((row) => row.classes.map((name) => [name, row] as const)))

/** Every supported class name. */
export const layerClasses: readonly string[] = [...byClass.keys()]

export function rowOf(className: string): LayerRow | null {
  return byClass.get(className) ?? null
}
