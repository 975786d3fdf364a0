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
import { complexNumbers } from './complex/index.ts'
import { cumulatives } from './cumulative.ts'
import { diagonals } from './diagonals.ts'
import { dilatedVolumes } from './dilated-volumes.ts'
import { einsum } from './einsum.ts'
import { elementwise } from './elementwise.ts'
import { empties } from './empties.ts'
import { fusedProducts } from './fused-products.ts'
import { groupedConvolution } from './grouped-convolution.ts'
import { narrowIntegers } from './integers/narrow.ts'
import { wideIntegers } from './integers/wide.ts'
import { kernels } from './kernels.ts'
import { quantisation } from './quantisation.ts'
import { rankLimits } from './ranks.ts'
import { reductions } from './reductions.ts'
import { refusals } from './refusals.ts'
import { resampling } from './resampling.ts'
import { scatter } from './scatter.ts'
import { segments } from './segments.ts'
import { sortedSegments } from './sorted-segments.ts'
import { strings, untranslated } from './strings.ts'
import { tails, volumeTails } from './tails.ts'
import { transposedConvolution } from './transposed-convolution.ts'
import { vectors } from './vectors.ts'
import { maxPool3d } from './volume-pools.ts'
import { dilatedStrides, explicitPool } from './windows.ts'

/** Rewrites for ops that TensorFlow.js lacks or computes differently from TensorFlow, in the order in which they run. */
export const required: readonly Pass[] = [
  decompose('case', 'Lowers Case to nested If', [
    ['Case', caseBranches],
    ['StatelessCase', caseBranches],
  ]),
  decompose('narrow-integers', 'Wraps integers of 8 and 16 bits', narrowIntegers),
  decompose(
    'wide-integers',
    'Computes remainders of 64-bit integers exactly, and checks other 64-bit arithmetic',
    wideIntegers,
  ),
  decompose('strings', 'Moves strings as numbers through ops whose kernels accept numbers only', strings),
  decompose('translations', 'Keeps strings as numbers from op to op', untranslated),
  decompose('dilated-volumes', 'Restores 3-D dilated convolutions written with SpaceToBatch and BatchToSpace', [
    ['BatchToSpaceND', dilatedVolumes],
  ]),
  decompose('channels-first', 'Converts channels-first ops to channels-last', [
    [['Conv2D', '_FusedConv2D', 'DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative', 'Conv3D'], channelsFirst([0])],
    [['MaxPool', 'AvgPool', 'MaxPool3D', 'AvgPool3D', 'BiasAdd', 'DepthToSpace', 'SpaceToDepth'], channelsFirst([0])],
    [['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'], channelsFirst([0])],
    [['Conv2DBackpropInput', 'Conv3DBackpropInputV2'], channelsFirst([2])],
  ]),
  decompose('grouped-convolutions', 'Splits grouped convolutions', [[['Conv2D', 'Conv3D'], groupedConvolution]]),
  decompose('dilated-strides', 'Splits convolutions with both strides and dilations', [
    [['Conv2D', 'DepthwiseConv2dNative', 'Conv3D'], dilatedStrides],
  ]),
  decompose('transposed-convolutions', 'Rewrites transposed convolutions as convolutions', [
    [['Conv2DBackpropInput', 'Conv3DBackpropInputV2'], transposedConvolution],
  ]),
  decompose('explicit-pools', 'Replaces explicit padding of pools with Pad', [['MaxPool', explicitPool]]),
  decompose('volume-tails', 'Crops what no window of a volume reaches', volumeTails),
  decompose('volume-pools', 'Splits 3-D max pooling into pooling in the plane and along the depth', [
    ['MaxPool3D', maxPool3d],
  ]),
  decompose('batch-statistics', 'Expands batch normalisation in training mode and in its legacy form', [
    [['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'], batchStatistics],
    ['BatchNormWithGlobalNormalization', globalNormalisation],
  ]),
  complexNumbers,
  decompose('einsum', 'Rewrites Einsum as matrix products', [['Einsum', einsum]]),
  decompose('resampling', 'Rewrites bicubic, area and Lanczos resizing as matrix products', resampling),
  decompose('segments', 'Rewrites segment reductions with ops of TensorFlow.js', [...segments, ...sortedSegments]),
  decompose('quantisation', 'Rewrites simulated quantisation as arithmetic', quantisation),
  decompose('colours', 'Rewrites colour conversions as arithmetic', colours),
  decompose('arrays', 'Rewrites array ops with ops of TensorFlow.js', [
    ...arrays,
    ...diagonals,
    ...scatter,
    ...cumulatives,
  ]),
  decompose('reductions', 'Rewrites norms and means of integers', reductions),
  decompose('arithmetic', 'Rewrites arithmetic with ops of TensorFlow.js', [...elementwise, ...bits]),
  decompose('kernels', 'Works around incorrect kernels of TensorFlow.js', kernels),
]

/** Rewrites for kernels that accept only some shapes; any pass may have made such shapes, so these run last. */
const closing: readonly Pass[] = [
  decompose('refusals', 'Refuses what no kernel computes', refusals),
  empties,
  decompose('ranks', 'Merges axes for kernels limited to rank 4', rankLimits),
  decompose('fused-products', 'Splits fused matrix products that no kernel computes', fusedProducts),
  decompose('tails', 'States the padding of strides larger than their window', tails),
  decompose('vectors', 'Reshapes vectors to the rank of the other operand', vectors),
]

/** The graph as TensorFlow.js runs it; `optimise: false` rewrites only what its kernels need. Raises what `optimise` raises. */
export function lower(graph: Graph, { optimise: enabled, signal, onPass }: LowerOptions): Promise<Optimised> {
  return optimise(graph, { enabled, before: required, after: closing, signal, onPass })
}
