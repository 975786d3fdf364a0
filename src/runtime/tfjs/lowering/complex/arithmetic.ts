import { boolAttribute, typeAttribute } from '../../../../graph/attributes.ts'
import type { Value } from '../../../../graph/graph.ts'
import { at } from '../../../../graph/passes/decompose.ts'
import { Complex, type ComplexCall, type ComplexRow, type ComplexRule, type Pair, realAttributes } from './pair.ts'

/** Rules for ops whose inputs are all complex. */
const unary =
  (build: (c: Complex, x: Pair) => Pair | Value): ComplexRule =>
  ({ b, pairs }) => {
    const [x] = pairs
    return x ? [build(new Complex(b), x)] : null
  }

const binary =
  (build: (c: Complex, x: Pair, y: Pair) => Pair | Value): ComplexRule =>
  ({ b, pairs }) => {
    const [x, y] = pairs
    return x && y ? [build(new Complex(b), x, y)] : null
  }

const none = (c: Complex): Pair => ({ re: c.scalar(0), im: c.scalar(0) })

/** `x / y`, and 0 where `y` is 0. */
const divideNoNan = (c: Complex, x: Pair, y: Pair) => c.select(c.isZero(y), none(c), c.divide(x, y))

/** `tanh(x) = sinh(x) / cosh(x)`. */
const tanh = (c: Complex, x: Pair) => c.divide(c.sinh(x), c.cosh(x))

/** `sin(x) = -i · sinh(i·x)`, `cos(x) = cosh(i·x)`. */
const sin = (c: Complex, x: Pair): Pair => {
  const { re, im } = c.sinh(c.turn(x))
  return { re: im, im: c.op('Neg', re) }
}
const cos = (c: Complex, x: Pair) => c.cosh(c.turn(x))

/** `exp(x) - 1`; the real part is `expm1(re) · cos(im) - 2 · sin²(im / 2)`, which is accurate near 0. */
const expm1 = (c: Complex, x: Pair): Pair => {
  const sine = c.op('Sin', c.op('Mul', x.im, c.scalar(0.5)))
  const grown = c.op('Mul', c.op('Expm1', x.re), c.op('Cos', x.im))
  return { re: c.op('Sub', grown, c.op('Mul', c.op('Square', sine), c.scalar(2))), im: c.exp(x).im }
}

/** 0 to the power of 0 is 1, and to any other power 0. */
const power = (c: Complex, x: Pair, y: Pair) => {
  const atZero = c.select(c.isZero(y), c.one(), none(c))
  return c.select(c.isZero(x), atZero, c.exp(c.multiply(y, c.log(x))))
}

const equal = (c: Complex, x: Pair, y: Pair) => c.op('LogicalAnd', c.op('Equal', x.re, y.re), c.op('Equal', x.im, y.im))

/** `a · b` for matrices; `adj_x` and `adj_y` also conjugate. */
const product: ComplexRule = ({ node, b, pairs }) => {
  const [x, y] = pairs
  if (!x || !y) return null
  const c = new Complex(b)
  const attributes = realAttributes(node.attributes)
  const conjugated = (value: Pair, key: string) => (boolAttribute(node.attributes, key) ? c.conjugate(value) : value)
  const multiply = (p: Value, q: Value) => b.op(node.op, [p, q], attributes)
  return [c.multiply(conjugated(x, 'adj_x'), conjugated(y, 'adj_y'), multiply)]
}

const sum: ComplexRule = ({ b, pairs }) => {
  const c = new Complex(b)
  const [first, ...rest] = pairs.filter((pair) => pair !== null)
  return first === undefined ? null : [rest.reduce((total, pair) => c.add(total, pair), first)]
}

/** Both parts have the broadcast shape. */
const compose: ComplexRule = ({ b, inputs }) => {
  const [re, im] = [at(inputs, 0), at(inputs, 1)]
  if (String(b.info(re).shape) === String(b.info(im).shape)) return [{ re, im }]
  return [{ re: b.op('AddV2', [re, b.op('ZerosLike', [im])]), im: b.op('AddV2', [im, b.op('ZerosLike', [re])]) }]
}

const cast: ComplexRule = ({ node, b, inputs, pairs }: ComplexCall) => {
  const to = typeAttribute(node.attributes, 'DstT')
  const [x] = pairs
  if (x) return [to === 'complex64' ? x : b.cast(x.re, to === 'int32' || to === 'bool' ? to : 'float32')]
  return to === 'complex64' ? [new Complex(b).ofReal(b.cast(at(inputs, 0), 'float32'))] : null
}

/** TensorFlow's arithmetic on complex numbers. */
export const arithmetic: readonly ComplexRow[] = [
  [['Complex'], compose],
  [['Real'], unary((_, x) => x.re)],
  [['Imag'], unary((_, x) => x.im)],
  [['ComplexAbs', 'Abs'], unary((c, x) => c.magnitude(x))],
  [['Angle'], unary((c, x) => c.angle(x))],
  [['Cast'], cast],
  [['Conj'], unary((c, x) => c.conjugate(x))],
  [['Neg'], unary((c, x) => c.each('Neg', x))],
  [['Add', 'AddV2'], binary((c, x, y) => c.add(x, y))],
  [['AddN', 'AccumulateNV2'], sum],
  [['Sub'], binary((c, x, y) => c.subtract(x, y))],
  [['Mul'], binary((c, x, y) => c.multiply(x, y))],
  [['RealDiv', 'Div'], binary((c, x, y) => c.divide(x, y))],
  [['DivNoNan', 'Xdivy'], binary((c, x, y) => divideNoNan(c, x, y))],
  [['SquaredDifference'], binary((c, x, y) => c.ofReal(c.squaredMagnitude(c.subtract(x, y))))],
  [['Square'], unary((c, x) => c.multiply(x, x))],
  [['Reciprocal', 'Inv'], unary((c, x) => c.divide(c.one(), x))],
  [['Exp'], unary((c, x) => c.exp(x))],
  [['Expm1'], unary(expm1)],
  [['Log'], unary((c, x) => c.log(x))],
  [['Log1p'], unary((c, x) => c.log(c.add(x, c.one())))],
  [['Sqrt'], unary((c, x) => c.sqrt(x))],
  [['Rsqrt'], unary((c, x) => c.divide(c.one(), c.sqrt(x)))],
  [['Pow'], binary(power)],
  [['Sinh'], unary((c, x) => c.sinh(x))],
  [['Cosh'], unary((c, x) => c.cosh(x))],
  [['Tanh'], unary(tanh)],
  [['Sin'], unary(sin)],
  [['Cos'], unary(cos)],
  [['Tan'], unary((c, x) => c.divide(sin(c, x), cos(c, x)))],
  [['Sigmoid'], unary((c, x) => c.divide(c.one(), c.add(c.exp(c.each('Neg', x)), c.one())))],
  [['Sign'], unary((c, x) => divideNoNan(c, x, c.ofReal(c.magnitude(x))))],
  [['Equal'], binary(equal)],
  [['NotEqual'], binary((c, x, y) => c.op('LogicalNot', equal(c, x, y)))],
  [['MatMul', 'BatchMatMul', 'BatchMatMulV2', 'BatchMatMulV3', 'Einsum'], product],
  [['OnesLike'], unary((c, x) => c.ofReal(c.op('OnesLike', x.re)))],
  [
    ['Shape', 'Size', 'Rank'],
    ({ node, b, pairs }) => (pairs[0] ? [b.op(node.op, [pairs[0].re], node.attributes)] : null),
  ],
]
