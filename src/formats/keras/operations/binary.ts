import type { DType } from '../../../base/tensor.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { add, div, mul, sub, where } from '../layers/elementwise.ts'
import type { OperationRow } from './contract.ts'
import { promote } from './promote.ts'

type Binary = (b: GraphBuilder, x: Value, y: Value) => Value

function binary(
  classes: readonly string[],
  functions: readonly string[],
  apply: string | Binary,
  least: DType = 'bool',
): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x1', 'x2'],
    lower: (a) => {
      const operands = [a.operand('x1', 'x', 'a'), a.operand('x2', 'y', 'b')]
      const [x, y] = promote(a.b, operands, least) as [Value, Value]
      return typeof apply === 'string' ? a.b.op(apply, [x, y]) : apply(a.b, x, y)
    },
  }
}

/** A logical op for booleans, an arithmetic op for numbers. */
const orLogical =
  (arithmetic: string, logical: string): Binary =>
  (b, x, y) =>
    b.op(b.dtype(x) === 'bool' ? logical : arithmetic, [x, y])

function logical(classes: readonly string[], functions: readonly string[], apply: Binary): OperationRow {
  return {
    classes,
    functions,
    parameters: ['x1', 'x2'],
    lower: (a) => {
      const x = a.b.cast(a.value('x1', 'x'), 'bool')
      const y = a.b.cast(a.value('x2', 'y'), 'bool')
      return apply(a.b, x, y)
    },
  }
}

const xor: Binary = (b, x, y) => b.op('NotEqual', [b.cast(x, 'int32'), b.cast(y, 'int32')])

/** `max(x, y) + log(1 + exp(-|x - y|))`. */
const logAddExp: Binary = (b, x, y) => {
  const distance = b.op('Neg', [b.op('Abs', [sub(b, x, y)])])
  return add(b, b.op('Maximum', [x, y]), b.op('Log1p', [b.op('Exp', [distance])]))
}

const arithmetic: readonly OperationRow[] = [
  binary(['Add'], ['math.add', 'add', '__operators__.add', 'keras.backend.add'], orLogical('AddV2', 'LogicalOr')),
  binary(['Subtract'], ['math.subtract', 'subtract', '__operators__.sub'], 'Sub', 'int32'),
  binary(['Multiply'], ['math.multiply', 'multiply', '__operators__.mul'], orLogical('Mul', 'LogicalAnd')),
  binary(
    ['TrueDivide', 'Divide'],
    ['math.truediv', 'truediv', 'math.divide', 'divide', '__operators__.truediv'],
    'RealDiv',
    'float32',
  ),
  binary(['DivideNoNan'], ['math.divide_no_nan'], 'DivNoNan', 'float32'),
  binary(['FloorDivide'], ['math.floordiv', 'floordiv', '__operators__.floordiv'], 'FloorDiv', 'int32'),
  binary(
    ['Mod', 'Remainder'],
    ['math.floormod', 'math.mod', 'floormod', 'mod', '__operators__.mod'],
    'FloorMod',
    'int32',
  ),
  binary(['Fmod'], [], (b, x, y) => {
    const rest = b.op('FloorMod', [b.op('Abs', [x]), b.op('Abs', [y])])
    return where(b, b.op('Less', [x, b.scalarLike(x, 0)]), b.op('Neg', [rest]), rest)
  }),
  binary(['Power', 'FloatPower'], ['math.pow', 'pow', '__operators__.pow'], 'Pow', 'int32'),
  binary(['Maximum', 'Fmax'], ['math.maximum', 'maximum'], orLogical('Maximum', 'LogicalOr')),
  binary(['Minimum', 'Fmin'], ['math.minimum', 'minimum'], orLogical('Minimum', 'LogicalAnd')),
  binary(['Arctan2'], ['math.atan2', 'atan2'], 'Atan2', 'float32'),
  binary(['Logaddexp'], [], logAddExp, 'float32'),
  binary(
    ['Logaddexp2'],
    [],
    (b, x, y) => mul(b, logAddExp(b, mul(b, x, Math.LN2), mul(b, y, Math.LN2)), Math.LOG2E),
    'float32',
  ),
  binary(['Ldexp'], [], (b, x, y) => mul(b, x, b.op('Pow', [b.scalar(2), y])), 'float32'),
  binary(['Hypot'], [], (b, x, y) => b.op('Sqrt', [add(b, b.op('Square', [x]), b.op('Square', [y]))]), 'float32'),
  binary(
    ['Heaviside'],
    [],
    (b, x, y) => where(b, b.op('Less', [x, b.scalar(0)]), 0, where(b, b.op('Equal', [x, b.scalar(0)]), y, 1)),
    'float32',
  ),
  binary(['SquaredDifference'], ['math.squared_difference'], 'SquaredDifference', 'int32'),
  binary([], ['math.xdivy'], (b, x, y) => where(b, b.op('Equal', [x, b.scalar(0)]), 0, div(b, x, y)), 'float32'),
]

const comparisons: readonly OperationRow[] = [
  binary(['Equal'], ['math.equal', 'equal', '__operators__.eq'], 'Equal'),
  binary(['NotEqual'], ['math.not_equal', 'not_equal', '__operators__.ne'], 'NotEqual'),
  binary(['Greater'], ['math.greater', 'greater', '__operators__.gt'], 'Greater', 'int32'),
  binary(['GreaterEqual'], ['math.greater_equal', 'greater_equal', '__operators__.ge'], 'GreaterEqual', 'int32'),
  binary(['Less'], ['math.less', 'less', '__operators__.lt'], 'Less', 'int32'),
  binary(['LessEqual'], ['math.less_equal', 'less_equal', '__operators__.le'], 'LessEqual', 'int32'),
]

const logic: readonly OperationRow[] = [
  logical(['LogicalAnd'], ['math.logical_and', 'logical_and', '__operators__.and'], (b, x, y) =>
    b.op('LogicalAnd', [x, y]),
  ),
  logical(['LogicalOr'], ['math.logical_or', 'logical_or', '__operators__.or'], (b, x, y) => b.op('LogicalOr', [x, y])),
  logical(['LogicalXor'], ['math.logical_xor', '__operators__.xor'], xor),
]

export const binaryRows: readonly OperationRow[] = [...arithmetic, ...comparisons, ...logic]
