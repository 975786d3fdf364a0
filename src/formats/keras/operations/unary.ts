import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import { clip, div, greater, less, mul, where } from '../layers/elementwise.ts'
import type { OperationRow } from './contract.ts'
import { promote, toFloat } from './promote.ts'

type Unary = (b: GraphBuilder, x: Value) => Value

/** A float function; integers are cast to float first. */
function float(classes: readonly string[], functions: readonly string[], apply: string | Unary): OperationRow {
  return unary(classes, functions, (b, x) => {
    const y = toFloat(b, x)
    return typeof apply === 'string' ? b.op(apply, [y]) : apply(b, y)
  })
}

/** A function that keeps the dtype; booleans are cast to integers first. */
function number(classes: readonly string[], functions: readonly string[], apply: string | Unary): OperationRow {
  return unary(classes, functions, (b, x) => {
    const y = b.dtype(x) === 'bool' ? b.cast(x, 'int32') : x
    return typeof apply === 'string' ? b.op(apply, [y]) : apply(b, y)
  })
}

function unary(classes: readonly string[], functions: readonly string[], apply: Unary): OperationRow {
  return { classes, functions, parameters: ['x'], lower: (a) => apply(a.b, a.value('x', 'features', 'input')) }
}

const identity: Unary = (_, x) => x

/** An op for complex numbers, with a simpler form for real ones. */
const ofComplex =
  (op: string, ofReal: Unary): Unary =>
  (b, x) =>
    b.dtype(x) === 'complex64' ? b.op(op, [x]) : ofReal(b, x)

const log =
  (base: number): Unary =>
  (b, x) =>
    mul(b, b.op('Log', [x]), 1 / Math.log(base))
const scaled =
  (factor: number): Unary =>
  (b, x) =>
    mul(b, x, factor)

/** `sign(x) |x|^(1/3)`. */
const cubeRoot: Unary = (b, x) => mul(b, b.op('Sign', [x]), b.op('Pow', [b.op('Abs', [x]), b.scalar(1 / 3)]))

/** `sin(πx) / (πx)`, 1 at 0. */
const sinc: Unary = (b, x) => {
  const angle = mul(b, x, Math.PI)
  const zero = b.op('Equal', [x, b.scalar(0)])
  return where(b, zero, 1, div(b, b.op('Sin', [angle]), where(b, zero, 1, angle)))
}

const truncate: Unary = (b, x) => where(b, less(b, x, 0), b.op('Ceil', [x]), b.op('Floor', [x]))

const exponentials: readonly OperationRow[] = [
  float(['Exp'], ['math.exp', 'exp'], 'Exp'),
  float(['Exp2'], [], (b, x) => b.op('Exp', [mul(b, x, Math.LN2)])),
  float(['Expm1'], ['math.expm1'], 'Expm1'),
  float(['Log'], ['math.log'], 'Log'),
  float(['Log1p'], ['math.log1p'], 'Log1p'),
  float(['Log2'], [], log(2)),
  float(['Log10'], [], log(10)),
  float(['Sqrt'], ['math.sqrt', 'sqrt'], 'Sqrt'),
  float(['Rsqrt'], ['math.rsqrt'], 'Rsqrt'),
  float(['Cbrt'], [], cubeRoot),
  float(['Erf'], ['math.erf'], 'Erf'),
]

const trigonometry: readonly OperationRow[] = [
  float(['Sin'], ['math.sin', 'sin'], 'Sin'),
  float(['Cos'], ['math.cos', 'cos'], 'Cos'),
  float(['Tan'], ['math.tan', 'tan'], 'Tan'),
  float(['Arcsin'], ['math.asin', 'asin'], 'Asin'),
  float(['Arccos'], ['math.acos', 'acos'], 'Acos'),
  float(['Arctan'], ['math.atan', 'atan'], 'Atan'),
  float(['Sinh'], ['math.sinh', 'sinh'], 'Sinh'),
  float(['Cosh'], ['math.cosh', 'cosh'], 'Cosh'),
  float(['Arcsinh'], ['math.asinh', 'asinh'], 'Asinh'),
  float(['Arccosh'], ['math.acosh', 'acosh'], 'Acosh'),
  float(['Arctanh'], ['math.atanh', 'atanh'], 'Atanh'),
  float(['Sinc'], [], sinc),
  float(['Deg2rad'], [], scaled(Math.PI / 180)),
  float(['Rad2deg'], [], scaled(180 / Math.PI)),
]

const rounding: readonly OperationRow[] = [
  float(['Floor'], ['math.floor', 'floor'], 'Floor'),
  float(['Ceil'], ['math.ceil'], 'Ceil'),
  float(['Trunc'], [], truncate),
  {
    classes: ['Round'],
    functions: ['math.round', 'round'],
    parameters: ['x'],
    lower: (a) => {
      const decimals = a.number('decimals', 0)
      if (a.b.dtype(a.x) === 'int32' && decimals >= 0) return a.x
      if (decimals === 0) return a.b.op('Round', [toFloat(a.b, a.x)])
      const factor = 10 ** decimals
      return div(a.b, a.b.op('Round', [mul(a.b, toFloat(a.b, a.x), factor)]), factor)
    },
  },
  {
    classes: ['Clip'],
    functions: ['clip_by_value'],
    parameters: ['x', 'x_min', 'x_max'],
    lower: (a) => {
      const low = a.operand('x_min', 'clip_value_min')
      const high = a.operand('x_max', 'clip_value_max')
      const [x, from, to] = promote(a.b, [a.value('x', 't'), low, high], 'int32') as [Value, Value, Value]
      return clip(a.b, x, from, to)
    },
  },
  {
    classes: ['NanToNum'],
    parameters: ['x'],
    lower: (a) => {
      const { b } = a
      const x = toFloat(b, a.x)
      const largest = 3.4028234663852886e38
      const bounded = clip(b, x, a.number('neginf', -largest), a.number('posinf', largest))
      return where(b, b.op('IsNan', [x]), a.number('nan', 0), where(b, b.op('IsInf', [x]), bounded, x))
    },
  },
]

const others: readonly OperationRow[] = [
  number(['Absolute', 'Abs'], ['math.abs', 'abs'], 'Abs'),
  number(['Negative'], ['math.negative', 'negative', '__operators__.neg'], 'Neg'),
  number(['Square'], ['math.square', 'square'], 'Square'),
  number(['Sign'], ['math.sign', 'sign'], 'Sign'),
  number(['Positive'], [], identity),
  unary(['Real'], ['math.real'], ofComplex('Real', identity)),
  unary(
    ['Imag'],
    ['math.imag'],
    ofComplex('Imag', (b, x) => b.op('ZerosLike', [x])),
  ),
  unary(['Conj', 'Conjugate'], ['math.conj'], ofComplex('Conj', identity)),
  unary(
    ['Angle'],
    ['math.angle'],
    ofComplex('Angle', (b, x) => where(b, less(b, toFloat(b, x), 0), Math.PI, mul(b, toFloat(b, x), 0))),
  ),
  unary(['Isreal', 'IsReal'], [], (b, x) => b.op('Equal', [b.op('ZerosLike', [x]), b.op('ZerosLike', [x])])),
  float(['Reciprocal'], ['math.reciprocal'], 'Reciprocal'),
  float(['Isnan'], ['math.is_nan'], 'IsNan'),
  float(['Isinf'], ['math.is_inf'], 'IsInf'),
  float(['Isfinite'], ['math.is_finite'], 'IsFinite'),
  float(['Isposinf'], [], (b, x) => b.op('LogicalAnd', [b.op('IsInf', [x]), greater(b, x, 0)])),
  float(['Isneginf'], [], (b, x) => b.op('LogicalAnd', [b.op('IsInf', [x]), less(b, x, 0)])),
  float(['Signbit'], [], (b, x) => less(b, x, 0)),
  unary(['LogicalNot'], ['math.logical_not', 'logical_not', '__operators__.invert'], (b, x) =>
    b.op('LogicalNot', [b.cast(x, 'bool')]),
  ),
  unary(
    ['Identity', 'Copy', 'StopGradient', 'ConvertToTensor', 'Array'],
    ['identity', 'stop_gradient', 'convert_to_tensor'],
    identity,
  ),
]

export const unaryRows: readonly OperationRow[] = [...exponentials, ...trigonometry, ...rounding, ...others]
