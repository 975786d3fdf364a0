import { sizeOf } from '../base/tensor.ts'
import { intsAttribute, stringsAttribute } from './attributes.ts'
import type { GraphNode } from './graph.ts'

/** Known sizes of a node's inputs and outputs; `null` where a dimension is free. */
export interface Sizes {
  readonly inputs: readonly (readonly number[] | null)[]
  readonly outputs: readonly (readonly number[] | null)[]
}

/** Arithmetic operations of a node, a multiply-add counting as 2; `null` if unknown. */
type Rule = (node: GraphNode, input: (i: number) => readonly number[], output: readonly number[]) => number

interface CostRow {
  readonly ops: readonly string[]
  readonly rule: Rule
  /** False if the number of steps is up to the kernel. */
  readonly exact: boolean
}

const last = (shape: readonly number[], i = 1) => shape[shape.length - i] ?? 1

/** Bias and activation: one step per element and fused op. */
const fused = (node: GraphNode, output: readonly number[]) =>
  stringsAttribute(node.attributes, 'fused_ops').length * sizeOf(output)

/** The filter's size per output channel: `[…, in / groups, out]`. */
const convolution: Rule = (node, input, output) =>
  2 * sizeOf(output) * sizeOf(input(1).slice(0, -1)) + fused(node, output)

/** `[height, width, channels, multiplier]`. */
const depthwise: Rule = (node, input, output) =>
  2 * sizeOf(output) * sizeOf(input(1).slice(0, -2)) + fused(node, output)

/** Inputs: sizes, filter `[…, out, in]`, values. Each value is multiplied with the whole filter of its channel. */
const transposed: Rule = (_, input) => 2 * sizeOf(input(2)) * sizeOf(input(1).slice(0, -1))

const product: Rule = (node, input, output) => {
  const transposedA = node.attributes.transpose_a ?? node.attributes.adj_x
  const isTransposed = transposedA !== undefined && 'b' in transposedA && transposedA.b
  return 2 * sizeOf(output) * last(input(0), isTransposed ? 2 : 1) + fused(node, output)
}

const pool: Rule = (node, _, output) => sizeOf(output) * sizeOf(intsAttribute(node.attributes, 'ksize'))

const perElement: Rule = (_, __, output) => sizeOf(output)
const perInput: Rule = (_, input) => sizeOf(input(0))
const nothing: Rule = () => 0

const rows: readonly CostRow[] = [
  { ops: ['Conv2D', '_FusedConv2D', 'Conv3D'], rule: convolution, exact: true },
  { ops: ['DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'], rule: depthwise, exact: true },
  { ops: ['Conv2DBackpropInput', 'Conv3DBackpropInputV2'], rule: transposed, exact: true },
  { ops: ['MatMul', '_FusedMatMul', 'BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3'], rule: product, exact: true },
  { ops: ['MaxPool', 'AvgPool', 'MaxPool3D', 'AvgPool3D'], rule: pool, exact: true },
  {
    ops: ['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
    rule: (_, __, output) => 2 * sizeOf(output),
    exact: true,
  },
  {
    ops: [
      ...['Add', 'AddV2', 'BiasAdd', 'Sub', 'Mul', 'Div', 'RealDiv', 'DivNoNan', 'Maximum', 'Minimum', 'Neg', 'Abs'],
      ...['Relu', 'Relu6', 'LeakyRelu', 'Prelu', 'Square', 'SquaredDifference', 'Floor', 'Ceil', 'Round', 'Sign'],
      ...['Greater', 'GreaterEqual', 'Less', 'LessEqual', 'Equal', 'NotEqual', 'Select', 'SelectV2', 'ClipByValue'],
      ...['LogicalAnd', 'LogicalOr', 'LogicalNot', 'FloorDiv', 'FloorMod'],
    ],
    rule: perElement,
    exact: true,
  },
  { ops: ['AddN'], rule: (node, _, output) => (node.inputs.length - 1) * sizeOf(output), exact: true },
  { ops: ['Mean', 'Sum', 'Max', 'Min', 'Prod', 'ArgMax', 'ArgMin', 'Any', 'All'], rule: perInput, exact: true },
  {
    ops: [
      ...['Exp', 'Log', 'Log1p', 'Expm1', 'Sigmoid', 'Tanh', 'Elu', 'Selu', 'Softplus', 'Softsign', 'Erf', 'Sqrt'],
      ...['Rsqrt', 'Pow', 'Sin', 'Cos', 'Gelu', 'Reciprocal', 'Inv'],
    ],
    rule: perElement,
    exact: false,
  },
  { ops: ['Softmax', 'LogSoftmax'], rule: (_, __, output) => 5 * sizeOf(output), exact: false },
  { ops: ['ResizeBilinear'], rule: (_, __, output) => 7 * sizeOf(output), exact: false },
  {
    ops: [
      ...['Placeholder', 'PlaceholderWithDefault', 'Const', 'Identity', 'IdentityN', 'NoOp', 'StopGradient', 'Reshape'],
      ...['Squeeze', 'ExpandDims', 'Shape', 'Size', 'Rank', 'Transpose', 'ConcatV2', 'Pack', 'Unpack', 'Pad', 'PadV2'],
      ...['MirrorPad', 'Slice', 'StridedSlice', 'Split', 'SplitV', 'Gather', 'GatherV2', 'GatherNd', 'Tile', 'Fill'],
      ...['Cast', 'Range', 'ZerosLike', 'OnesLike', 'SpaceToBatchND', 'BatchToSpaceND', 'DepthToSpace', 'Reverse'],
      ...['SpaceToDepth', 'ReverseV2', 'BroadcastTo', 'ResizeNearestNeighbor', 'EnsureShape', 'OneHot'],
    ],
    rule: nothing,
    exact: true,
  },
]

const byOp = new Map(rows.flatMap((row) => row.ops.map((op) => [op, row] as const)))

/** The arithmetic of a node; `null` if its op or a size that it depends on is unknown. */
export function costOf(node: GraphNode, { inputs, outputs }: Sizes): { flops: number; exact: boolean } | null {
  const row = byOp.get(node.op)
  if (row === undefined) return null
  if (row.rule === nothing) return { flops: 0, exact: true }
  const [output] = outputs
  if (output == null) return null
  let unknown = false
  const input = (i: number) => {
    const shape = inputs[i] ?? null
    if (shape === null) unknown = true
    return shape ?? []
  }
  const flops = row.rule(node, input, output)
  return unknown ? null : { flops, exact: row.exact }
}
