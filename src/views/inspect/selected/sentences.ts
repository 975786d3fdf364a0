import { formatCount } from '../../../base/format.ts'
import type { InspectedNode, ValueShape } from '../../../base/inspection.ts'

/** What an operation does, as a clause that begins with a verb: `slides 128 filters of 3 × 3 over 16 maps, step 1`. */
type Clause = (node: InspectedNode) => string

const attribute = ({ attributes, defaults }: InspectedNode, name: string): string =>
  [...attributes, ...defaults].find(([key]) => key === name)?.[1] ?? ''

/** `[1, 2, 2, 1]` → `[1, 2, 2, 1]` as numbers. */
const numbers = (node: InspectedNode, name: string): readonly number[] =>
  (attribute(node, name).match(/-?\d+/g) ?? []).map(Number)

const kernelOf = ({ weights, inputShapes }: InspectedNode): readonly (number | string)[] =>
  weights[0]?.shape ?? inputShapes[1]?.dims ?? []

const times = (sizes: readonly (number | string)[]) => sizes.join(' × ')

const shapeText = (shape: ValueShape | undefined) =>
  shape?.dims == null ? 'a free shape' : `[${shape.dims.join(', ')}]`

/** `, step 2` from strides of all axes. */
function stepOf(node: InspectedNode): string {
  const inner = numbers(node, 'strides').slice(1, -1)
  const [first, ...others] = inner
  if (first === undefined) return ''
  return `, step ${others.every((stride) => stride === first) ? first : times(inner)}`
}

function convolution(node: InspectedNode): string {
  const kernel = kernelOf(node)
  const [maps, filters] = [kernel.at(-2), kernel.at(-1)]
  const window = kernel.slice(0, -2)
  if (filters === undefined) return 'slides filters over the maps before it'
  const gaps = numbers(node, 'dilations').some((gap) => gap > 1) ? ', with gaps in the filter' : ''
  if (window.every((size) => size === 1))
    return `mixes ${count(maps, 'map')} into ${count(filters, 'new one', 'new ones')}, spot by spot${fusedOf(node)}`
  return `slides ${count(filters, 'filter')} of ${times(window)} over ${count(maps, 'map')}${stepOf(node)}${gaps}${fusedOf(node)}`
}

function depthwise(node: InspectedNode): string {
  const [height, width, maps] = kernelOf(node)
  return `slides one filter of ${height} × ${width} over each of ${count(maps, 'map')} on its own${stepOf(node)}${fusedOf(node)}`
}

function product(node: InspectedNode): string {
  const out = node.outputs[0]?.dims?.at(-1)
  const given = node.inputShapes[0]?.dims?.at(-1)
  if (node.weights.length === 0) return `multiplies two matrices that were computed before it${fusedOf(node)}`
  return `makes ${count(out, 'number')} of ${given ?? 'the ones before'}, each a weighted sum of all of them${fusedOf(node)}`
}

/** What passes made part of a convolution or product. */
function fusedOf(node: InspectedNode): string {
  const fused = attribute(node, 'fused_ops')
    .replace(/[[\]\s]/g, '')
    .split(',')
    .filter(Boolean)
  return fused
    .map(
      (op) =>
        `, then ${op === 'BiasAdd' ? 'adds one number per channel' : clauseOf({ ...node, op, attributes: [], defaults: [] })}`,
    )
    .join('')
}

function count(size: number | string | undefined, noun: string, plural = `${noun}s`): string {
  return typeof size === 'number' ? formatCount(size, noun, plural) : `the ${plural}`
}

const window =
  (verb: string): Clause =>
  (node) =>
    `${verb} of every ${times(numbers(node, 'ksize').slice(1, -1))} spots${stepOf(node)}`

const reduction =
  (what: string): Clause =>
  (node) =>
    `takes the ${what}, which leaves ${shapeText(node.outputs[0])}`

/** One operand is a weight, or a fixed number, or both were computed. */
const arithmetic =
  (verb: string, joint: string): Clause =>
  ({ weights, inputShapes }) => {
    if (weights.length > 0) return `${verb} a weight for each value`
    const isFixed = inputShapes.some(({ dims }) => dims?.length === 0)
    return isFixed ? `${verb} a fixed number for each value` : `${joint}, element by element`
  }

const rows: readonly (readonly [ops: readonly string[], Clause])[] = [
  [['Placeholder'], () => 'is an input of the model'],
  [['Conv2D', '_FusedConv2D', 'Conv3D'], convolution],
  [['DepthwiseConv2dNative', 'FusedDepthwiseConv2dNative'], depthwise],
  [
    ['Conv2DBackpropInput', 'Conv3DBackpropInputV2'],
    (node) =>
      `spreads each value over a window of ${times(kernelOf(node).slice(0, -2))} in a larger result${stepOf(node)}`,
  ],
  [['MatMul', '_FusedMatMul', 'BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3'], product],
  [
    ['BiasAdd'],
    ({ weights }) =>
      `adds one number per channel${weights[0] === undefined ? '' : `, ${formatCount(weights[0].shape[0] ?? 1)} in all`}`,
  ],
  [['Add', 'AddV2'], arithmetic('adds', 'adds two results')],
  [['AddN'], ({ inputShapes }) => `adds ${inputShapes.length} results, element by element`],
  [['Sub'], arithmetic('subtracts', 'takes the difference of two results')],
  [['Mul'], arithmetic('multiplies by', 'multiplies two results')],
  [['Div', 'RealDiv', 'DivNoNan'], arithmetic('divides by', 'divides two results')],
  [
    ['FusedBatchNorm', 'FusedBatchNormV2', 'FusedBatchNormV3'],
    () => 'shifts and scales each channel by what it remembers of the training',
  ],
  [['MaxPool', 'MaxPool3D'], window('keeps the largest')],
  [['AvgPool', 'AvgPool3D'], window('takes the mean')],
  [['Mean'], reduction('mean')],
  [['Sum'], reduction('sum')],
  [['Max'], reduction('largest value')],
  [['Min'], reduction('smallest value')],
  [['ArgMax'], reduction('position of the largest value')],
  [['Relu'], () => 'replaces negative values with 0'],
  [['Relu6'], () => 'limits each value to 0 … 6'],
  [
    ['LeakyRelu'],
    (node) =>
      `shrinks negative values${attribute(node, 'alpha') === '' ? '' : ` to ${attribute(node, 'alpha')} of themselves`}`,
  ],
  [['Prelu'], () => 'shrinks negative values by a factor per channel'],
  [['Elu', 'Selu'], () => 'bends negative values towards a limit'],
  [['Sigmoid'], () => 'squeezes each value between 0 and 1'],
  [['Tanh'], () => 'squeezes each value between −1 and 1'],
  [['Softmax'], () => 'turns scores into shares that add up to 1'],
  [
    ['Rsqrt', 'Sqrt', 'Exp', 'Log', 'Erf', 'Square', 'Neg', 'Abs', 'Pow', 'Softplus', 'Floor', 'Round'],
    ({ op }) => `applies ${op} to each value`,
  ],
  [['Maximum', 'Minimum', 'ClipByValue'], () => 'limits each value'],
  [
    ['GatherV2', 'Gather', 'ResourceGather'],
    ({ weights }) =>
      weights[0] === undefined
        ? 'picks entries by their positions'
        : `looks up a row of ${count(weights[0].shape.at(-1), 'number')} for each id, out of ${formatCount(weights[0].shape[0] ?? 0, 'row')}`,
  ],
  [['ConcatV2'], ({ inputShapes }) => `puts ${inputShapes.length - 1} results side by side`],
  [['Pad', 'PadV2', 'MirrorPad'], ({ outputs }) => `adds a border, up to ${shapeText(outputs[0])}`],
  [['Reshape', 'Squeeze', 'ExpandDims'], ({ outputs }) => `arranges the same numbers as ${shapeText(outputs[0])}`],
  [['Transpose'], ({ outputs }) => `swaps axes, to ${shapeText(outputs[0])}`],
  [['ResizeBilinear', 'ResizeNearestNeighbor'], ({ outputs }) => `resizes the picture to ${shapeText(outputs[0])}`],
  [['DepthToSpace'], () => 'moves channels into a larger picture'],
  [['SpaceToDepth'], () => 'moves neighbouring spots into channels'],
  [['StridedSlice', 'Slice'], ({ outputs }) => `cuts out ${shapeText(outputs[0])}`],
  [['Split', 'SplitV', 'Unpack'], ({ outputs }) => `splits into ${formatCount(outputs.length, 'part')}`],
  [['Cast'], ({ outputs }) => `converts to ${outputs[0]?.dtype ?? 'another type'}`],
  [['Shape'], () => 'reads the shape'],
  [['Identity'], () => 'passes the value on'],
  [
    ['While', 'StatelessWhile'],
    ({ body }) =>
      `repeats ${formatCount(
        body.reduce((sum, [, n]) => sum + n, 0),
        'operation',
      )} step by step, each with the result of the step before`,
  ],
  [['If', 'StatelessIf', 'Case', 'StatelessCase'], () => 'runs one of several branches'],
  [['TopKV2'], () => 'keeps the largest values and their positions'],
  [
    ['NonMaxSuppressionV2', 'NonMaxSuppressionV3', 'NonMaxSuppressionV4', 'NonMaxSuppressionV5'],
    () => 'keeps the best of boxes that overlap',
  ],
]

const byOp = new Map(rows.flatMap(([ops, clause]) => ops.map((op) => [op, clause] as const)))

export function clauseOf(node: InspectedNode): string {
  return byOp.get(node.op)?.(node) ?? `computes ${node.op}`
}

/** More operations than this are summed up by the one that does most of the arithmetic. */
const mostClauses = 4

/** What a layer's operations do, in order, as one sentence. */
export function sentenceOf(nodes: readonly InspectedNode[]): string {
  if (nodes.length === 0) return ''
  const told = nodes.length <= mostClauses ? nodes : [heaviest(nodes)]
  const text = told.map(clauseOf).join(', then ')
  const rest = nodes.length - told.length
  const more = rest === 0 ? '' : `; ${formatCount(rest, 'other operation')} around it`
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}${more}.`
}

/** The node with the most arithmetic; control flow counts as the most. */
function heaviest(nodes: readonly InspectedNode[]): InspectedNode {
  const weight = ({ work, body }: InspectedNode) => (body.length > 0 ? Number.POSITIVE_INFINITY : (work?.flops ?? 0))
  return nodes.reduce((best, node) => (weight(node) > weight(best) ? node : best))
}
