import type { Value } from '../../../../graph/graph.ts'
import { type ComplexRow, type ComplexRule, realAttributes } from './pair.ts'

/** Moves, copies and sums: the op on the real parts, and the same op on the imaginary parts. */
const onParts: ComplexRule = ({ node, b, inputs, pairs }) => {
  const attributes = realAttributes(node.attributes)
  const of = (part: 're' | 'im') => inputs.map((input, i): Value => pairs[i]?.[part] ?? input)
  const [re, im] = [b.ops(node.op, of('re'), attributes), b.ops(node.op, of('im'), attributes)]
  return re.map((value, i) => ({ re: value, im: im[i] ?? value }))
}

export const movement: readonly ComplexRow[] = [
  [['Identity', 'Snapshot', 'StopGradient', 'PreventGradient', 'CheckNumerics', 'EnsureShape'], onParts],
  [['Reshape', 'Squeeze', 'ExpandDims', 'Transpose', 'ReverseV2', 'Tile', 'BroadcastTo', 'Roll', 'ZerosLike'], onParts],
  [
    ['Concat', 'ConcatV2', 'Pack', 'Unpack', 'Split', 'SplitV', 'Slice', 'StridedSlice', 'Pad', 'PadV2', 'MirrorPad'],
    onParts,
  ],
  [['Gather', 'GatherV2', 'GatherNd', 'ScatterNd', 'Select', 'SelectV2', 'Fill', 'MatrixBandPart'], onParts],
  [['Diag', 'MatrixDiag', 'MatrixDiagV2', 'MatrixDiagV3', 'MatrixDiagPart', 'MatrixDiagPartV3'], onParts],
  [['Sum', 'Mean', 'Cumsum'], onParts],
  [['SpaceToBatchND', 'BatchToSpaceND', 'SpaceToDepth', 'DepthToSpace', 'ReverseSequence'], onParts],
]
