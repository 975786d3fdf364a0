import { typeAttribute } from '../attributes.ts'
import type { GraphDType } from '../graph.ts'
import type { InferRule } from './info.ts'
import { broadcast, dtypeOf, type InferRow, info, same, shapeOf, to } from './shape.ts'

const binary: InferRule = (call, inputs) => [
  info(dtypeOf(inputs), broadcast(call, shapeOf(inputs, 0), shapeOf(inputs, 1))),
]

const comparison: InferRule = (call, inputs) => [info('bool', broadcast(call, shapeOf(inputs, 0), shapeOf(inputs, 1)))]

const attributeDtype =
  (key: string, fallback: GraphDType): InferRule =>
  ({ attributes }, inputs) => [info(typeAttribute(attributes, key) ?? fallback, shapeOf(inputs))]

/** `Select` requires equal shapes, or a rank-1 condition for whole rows. */
const select: InferRule = (_, inputs) => [info(dtypeOf(inputs, 1), shapeOf(inputs, 1))]

const selectV2: InferRule = (call, inputs) => {
  // A separate name: its axes are not those of the result.
  const branches = broadcast({ ...call, name: `${call.name}/branches` }, shapeOf(inputs, 1), shapeOf(inputs, 2))
  return [info(dtypeOf(inputs, 1), broadcast(call, shapeOf(inputs, 0), branches))]
}

/** Scalars broadcast; all others have one shape. */
const joined: InferRule = (_, inputs) => {
  const known = inputs.every(({ shape }) => shape !== null)
  const shape = inputs.find((input) => input.shape !== null && input.shape.length > 0)?.shape
  return [info('string', shape ?? (known ? [] : null))]
}

export const elementwise: readonly InferRow[] = [
  [['Identity', 'StopGradient', 'Snapshot', 'PreventGradient', 'CheckNumerics', 'Print', 'CheckInt64'], same],
  [['Abs', 'Neg', 'Sign', 'Square', 'Sqrt', 'Rsqrt', 'Reciprocal', 'Inv', 'Exp', 'Expm1', 'Log', 'Log1p'], same],
  [['Sin', 'Cos', 'Tan', 'Asin', 'Acos', 'Atan', 'Sinh', 'Cosh', 'Tanh', 'Asinh', 'Acosh', 'Atanh'], same],
  [['Ceil', 'Floor', 'Round', 'Rint', 'Erf', 'Erfc', 'Lgamma', 'Digamma', 'Conj'], same],
  [['Relu', 'Relu6', 'LeakyRelu', 'Prelu', 'Elu', 'Selu', 'Sigmoid', 'Softplus', 'Softsign', 'ClipByValue'], same],
  [['Softmax', 'LogSoftmax', 'LRN', 'ZerosLike', 'OnesLike', 'Invert', 'FakeQuantWithMinMaxVars'], same],
  [['IsNan', 'IsInf', 'IsFinite', 'LogicalNot'], to('bool')],
  [['Add', 'AddV2', 'Sub', 'Mul', 'Div', 'RealDiv', 'DivNoNan', 'FloorDiv', 'TruncateDiv', 'MulNoNan'], binary],
  [['Mod', 'FloorMod', 'TruncateMod', 'Pow', 'Maximum', 'Minimum', 'SquaredDifference', 'Atan2'], binary],
  [['Xlogy', 'Xlog1py', 'Xdivy', 'BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'LeftShift', 'RightShift'], binary],
  [['Equal', 'NotEqual', 'Less', 'LessEqual', 'Greater', 'GreaterEqual', 'ApproximateEqual'], comparison],
  [['LogicalAnd', 'LogicalOr', 'LogicalXor'], comparison],
  ['Cast', attributeDtype('DstT', 'float32')],
  ['Bitcast', attributeDtype('type', 'int32')],
  ['Complex', (call, inputs) => [info('complex64', broadcast(call, shapeOf(inputs, 0), shapeOf(inputs, 1)))]],
  [['Real', 'Imag', 'ComplexAbs', 'Angle'], to('float32')],
  ['Bucketize', to('int32')],
  ['BoostedTreesBucketize', (_, inputs) => inputs.slice(0, inputs.length / 2).map(({ shape }) => info('int32', shape))],
  ['Select', select],
  ['SelectV2', selectV2],
  [['AddN', 'AccumulateNV2'], same],
  [['StringLower', 'StringUpper', 'StaticRegexReplace', 'RegexReplace', 'StringStrip', 'AsString'], to('string')],
  ['Substr', to('string')],
  ['StringJoin', joined],
  [['StringToHashBucketFast', 'StringToHashBucketStrong', 'StringToHashBucket', 'StringLength'], to('int32')],
  [['StaticRegexFullMatch', 'RegexFullMatch'], to('bool')],
  ['StringToNumber', attributeDtype('out_type', 'float32')],
]
