import type { Graph } from '../../../graph/graph.ts'
import type { Pass } from '../../../graph/passes/contract.ts'
import { decompose } from '../../../graph/passes/decompose.ts'
import { type Optimised, optimise } from '../../../graph/passes/index.ts'
import type { LowerOptions } from '../../contract.ts'
import { arrays } from './arrays.ts'
import { batchStatistics, globalNormalisation } from './batch-statistics.ts'
import { bits } from './bits.ts'
import { caseBranches } from './case.ts'
import { channelsFirst } from './channels-first.ts'
import { colours } from './colours.ts'
import { cumulatives } from './cumulative.ts'
import { diagonals } from './diagonals.ts'
import { dilatedVolumes } from './dilated-volumes.ts'
import { einsum } from './einsum.ts'
import { elementwise } from './elementwise.ts'
import { groupedConvolution } from './grouped-convolution.ts'
import { kernels } from './kernels.ts'
import { ranks } from './ranks.ts'
import { resampling } from './resampling.ts'
import { scatter } from './scatter.ts'
import { segments } from './segments.ts'
import { sortedSegments } from './sorted-segments.ts'
import { spectrum } from './spectrum.ts'
import { transposedConvolution } from './transposed-convolution.ts'
import { vectors } from './vectors.ts'
import { dilatedStrides, explicitPool } from './windows.ts'

/** Rewrites for ops that TensorFlow.js lacks or computes differently from TensorFlow, in the order in which they run. */
export const required: readonly Pass[] = [
  decompose('case', 'Spells a choice among several branches as one of two, repeated', [
    ['Case', caseBranches],
    ['StatelessCase', caseBranches],
  ]),
  decompose('dilated-volumes', 'Finds dilated convolutions in 3-D that are spelt with batches of parts', [
    ['BatchToSpaceND', dilatedVolumes],
  ]),
  decompose('channels-first', 'Turns channels-first layers into channels-last ones', [
    [['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative', 'Conv3D'], channelsFirst([0])],
    [['MaxPool', 'AvgPool', 'MaxPool3D', 'AvgPool3D', 'BiasAdd', 'DepthToSpace', 'SpaceToDepth'], channelsFirst([0])],
    [['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'], channelsFirst([0])],
    [['Conv2DBackpropInput', 'Conv3DBackpropInputV2'], channelsFirst([2])],
  ]),
  decompose('grouped-convolutions', 'Splits convolutions over groups of channels', [
    [['Conv2D', 'Conv3D'], groupedConvolution],
  ]),
  decompose('dilated-strides', 'Takes apart convolutions with strides and dilations together', [
    [['Conv2D', 'DepthwiseConv2dNative', 'Conv3D'], dilatedStrides],
  ]),
  decompose('transposed-convolutions', 'Spells transposed convolutions as convolutions', [
    [['Conv2DBackpropInput', 'Conv3DBackpropInputV2'], transposedConvolution],
  ]),
  decompose('explicit-pools', 'Pads ahead of pools with explicit padding', [['MaxPool', explicitPool]]),
  decompose('batch-statistics', 'Spells out batch normalisation in training mode, and its oldest form', [
    [['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'], batchStatistics],
    ['BatchNormWithGlobalNormalization', globalNormalisation],
  ]),
  decompose('einsum', 'Turns Einsum into matrix products', [['Einsum', einsum]]),
  decompose('spectra', 'Spells Fourier transforms of real frames as matrix products', spectrum),
  decompose('resampling', 'Spells bicubic, area and Lanczos scaling as matrix products', resampling),
  decompose('segments', 'Spells reductions over segments with what TensorFlow.js has', [
    ...segments,
    ...sortedSegments,
  ]),
  decompose('colours', 'Spells changes of colour as arithmetic', colours),
  decompose('arrays', 'Spells array operations with what TensorFlow.js has', [
    ...arrays,
    ...diagonals,
    ...scatter,
    ...cumulatives,
  ]),
  decompose('arithmetic', 'Spells arithmetic with what TensorFlow.js has', [...elementwise, ...bits]),
  decompose('kernels', 'Goes round kernels of TensorFlow.js that give other numbers than TensorFlow', kernels),
]

/** Rewrites for kernels that accept only some shapes; any pass may have made such shapes, so these run last. */
const closing: readonly Pass[] = [
  decompose('ranks', 'Merges axes where a kernel takes four at most', ranks),
  decompose('vectors', 'Gives vectors as many axes as what they are added to or multiplied with', vectors),
]

/** The graph as TensorFlow.js runs it; `optimise: false` rewrites only what its kernels need. Raises what `optimise` raises. */
export function lower(graph: Graph, { optimise: enabled, signal }: LowerOptions): Promise<Optimised> {
  return optimise(graph, { enabled, before: required, after: closing, signal })
}
