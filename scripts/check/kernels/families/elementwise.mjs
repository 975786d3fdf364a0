import { one, T } from '../draw.mjs'

/** @typedef {import('../draw.mjs').Draw} Draw @typedef {import('../draw.mjs').Case} Case @typedef {import('../draw.mjs').How} How */

const arithmetic = ['Add', 'AddV2', 'Sub', 'Mul', 'SquaredDifference']
const extrema = ['Maximum', 'Minimum']
const comparisons = ['Equal', 'NotEqual', 'Greater', 'GreaterEqual', 'Less', 'LessEqual']
const divisions = [
  'RealDiv',
  'DivNoNan',
  'FloorDiv',
  'FloorMod',
  'Xdivy',
  'MulNoNan',
  'Atan2',
  'Div',
  'Xlogy',
  'Xlog1py',
]
const whole = ['FloorDiv', 'FloorMod', 'TruncateDiv', 'TruncateMod', 'Div']

/** Two shapes of any ranks that broadcast with each other. @param {Draw} draw */
function pair(draw) {
  const shape = draw.shape(draw.int(0, draw.chance(0.2) ? 6 : 4))
  if (draw.chance(0.2)) {
    const split = draw.int(0, shape.length)
    const [left, right] = [shape.map((dim, i) => (i < split ? 1 : dim)), shape.map((dim, i) => (i < split ? dim : 1))]
    return /** @type {const} */ ([left, right])
  }
  return draw.broadcastPair(shape)
}

/** @param {string} family @param {readonly string[]} ops @param {How} left @param {How} right @returns {(draw: Draw) => Case} */
const binary =
  (family, ops, left = {}, right = left) =>
  (draw) => {
    const [a, b] = pair(draw)
    const dtype = left.dtype ?? 'float32'
    const inputs = [
      draw.tensor(a, { special: true, ...left, constant: false }),
      draw.tensor(b, { special: true, ...right }),
    ]
    return one(family, draw.pick(ops), inputs, { T: T(dtype) })
  }

/** Op → the range of its operand. @type {Readonly<Record<string, readonly [number, number]>>} */
const ranges = {
  ...{ Acos: [-1, 1], Asin: [-1, 1], Atanh: [-0.9, 0.9], Acosh: [1, 5], Log: [0.1, 5], Log1p: [-0.5, 5], Sqrt: [0, 5] },
  ...{
    Rsqrt: [0.1, 5],
    Reciprocal: [0.5, 4],
    Inv: [0.5, 4],
    Erf: [-3, 3],
    Erfc: [-2, 2],
    Expm1: [-3, 3],
    Exp: [-5, 5],
  },
}
const unaries = [
  ...['Abs', 'Acos', 'Acosh', 'Asin', 'Asinh', 'Atan', 'Atanh', 'Ceil', 'Cos', 'Cosh', 'Elu', 'Erf', 'Erfc', 'Exp'],
  ...['Expm1', 'Floor', 'Inv', 'IsFinite', 'IsInf', 'IsNan', 'LeakyRelu', 'Log', 'Log1p', 'Neg', 'Reciprocal', 'Relu'],
  ...['Relu6', 'Rint', 'Round', 'Rsqrt', 'Selu', 'Sigmoid', 'Sign', 'Sin', 'Sinh', 'Softplus', 'Softsign', 'Sqrt'],
  ...['Square', 'Tan', 'Tanh', 'OnesLike', 'ZerosLike', 'Identity'],
]

/** @param {Draw} draw @returns {Case} */
function unary(draw) {
  const op = draw.pick(unaries)
  const [least, most] = ranges[op] ?? [-4, 4]
  const special = !['Sinh', 'Cosh', 'Tan', 'Sin', 'Cos', 'Acosh', 'Asinh', 'Erfc'].includes(op)
  const x = draw.tensor(draw.shape(draw.int(0, 6)), { constant: false, least, most, special })
  return one('unary', op, [x], { T: T('float32'), ...(op === 'LeakyRelu' ? { alpha: { f: 0.3 } } : {}) })
}

const integerUnaries = ['Abs', 'Neg', 'Sign', 'Square', 'Relu', 'Relu6', 'OnesLike', 'ZerosLike', 'Invert']

/** @param {Draw} draw @returns {Case} */
function integerUnary(draw) {
  const x = draw.tensor(draw.shape(draw.int(0, 5)), { dtype: 'int32', constant: false, least: -9, most: 9 })
  return one('unary-int32', draw.pick(integerUnaries), [x], { T: T('int32') })
}

/** @param {Draw} draw @returns {Case} */
function cast(draw) {
  const [from, to] = [
    draw.pick(/** @type {const} */ (['float32', 'int32', 'bool'])),
    draw.pick(['float32', 'int32', 'bool']),
  ]
  const x = draw.tensor(draw.shape(draw.int(0, 5)), {
    dtype: from,
    constant: false,
    least: -3,
    most: 300,
    special: true,
  })
  return one('cast', 'Cast', [x], { SrcT: T(from), DstT: T(to) })
}

/** @param {Draw} draw @returns {Case} */
function logical(draw) {
  const [a, b] = pair(draw)
  const inputs = [draw.tensor(a, { dtype: 'bool', constant: false }), draw.tensor(b, { dtype: 'bool' })]
  const op = draw.pick(['LogicalAnd', 'LogicalOr', 'LogicalNot', 'Equal', 'NotEqual'])
  return one(
    'logical',
    op,
    op === 'LogicalNot' ? inputs.slice(0, 1) : inputs,
    op.endsWith('qual') ? { T: T('bool') } : {},
  )
}

/** @param {Draw} draw @returns {Case} */
function select(draw) {
  const shape = draw.shape(draw.int(0, 6))
  const dtype = draw.pick(/** @type {const} */ (['float32', 'int32', 'bool']))
  const same = draw.chance(0.4)
  const of = () => (same ? shape : draw.broadcastable(shape))
  const inputs = [
    draw.tensor(of(), { dtype: 'bool', constant: false }),
    draw.tensor(shape, { dtype, special: true }),
    draw.tensor(of(), { dtype, special: true }),
  ]
  return one('select', 'SelectV2', inputs, { T: T(dtype) })
}

/** The condition is a scalar, a vector over the first axis, or of the same shape. @param {Draw} draw @returns {Case} */
function selectRows(draw) {
  const shape = draw.shape(draw.int(1, 4))
  const dtype = draw.pick(/** @type {const} */ (['float32', 'int32', 'bool']))
  const condition = draw.pick([[], shape.slice(0, 1), shape])
  const inputs = [
    draw.tensor(condition, { dtype: 'bool', constant: false }),
    draw.tensor(shape, { dtype }),
    draw.tensor(shape, { dtype }),
  ]
  return one('select-rows', 'Select', inputs, { T: T(dtype) })
}

/** @param {Draw} draw @returns {Case} */
function clip(draw) {
  const x = draw.tensor(draw.shape(draw.int(0, 5)), { constant: false, special: true })
  return one('clip', 'ClipByValue', [x, draw.scalar(draw.int(-3, 0)), draw.scalar(draw.int(1, 3))], { T: T('float32') })
}

/** @param {Draw} draw @returns {Case} */
function addN(draw) {
  const shape = draw.shape(draw.int(0, 5))
  const count = draw.int(1, 4)
  const inputs = draw.list(count, () => draw.tensor(shape, { constant: false, special: 'nonfinite' }))
  return one('add-n', 'AddN', inputs, { T: T('float32'), N: { i: count } })
}

/** @param {Draw} draw @returns {Case} */
function prelu(draw) {
  const shape = draw.shape(draw.int(1, 4), 0)
  const alpha = draw.pick([shape.slice(-1), shape.slice(1), shape.map((dim, i) => (i === shape.length - 1 ? dim : 1))])
  const inputs = [draw.tensor(shape, { constant: false, special: true }), draw.tensor(alpha, { constant: true })]
  const t = { T: T('float32') }
  return {
    family: 'prelu',
    inputs,
    nodes: [
      { op: 'Relu', inputs: ['x0'], attributes: t, outputs: 1 },
      { op: 'Neg', inputs: ['x1'], attributes: t, outputs: 1 },
      { op: 'Neg', inputs: ['x0'], attributes: t, outputs: 1 },
      { op: 'Relu', inputs: ['n2:0'], attributes: t, outputs: 1 },
      { op: 'Mul', inputs: ['n1:0', 'n3:0'], attributes: t, outputs: 1 },
      { op: 'AddV2', inputs: ['n0:0', 'n4:0'], attributes: t, outputs: 1 },
    ],
  }
}

/** @type {readonly ((draw: Draw) => Case)[]} */
export const elementwise = [
  ...[
    binary('binary', arithmetic),
    binary('binary', arithmetic),
    binary('extrema', extrema),
    binary('compare', comparisons),
  ],
  binary('binary-int32', [...arithmetic, ...extrema, ...comparisons], { dtype: 'int32', least: -99, most: 99 }),
  binary('divide', divisions, { least: 0.5, special: false }),
  binary(
    'divide-signed',
    ['RealDiv', 'FloorDiv', 'FloorMod', 'DivNoNan', 'TruncateDiv', 'Mod'],
    { special: false },
    { least: -3, most: -0.5, special: false },
  ),
  binary('divide-int32', whole, { dtype: 'int32', least: -9, most: 9 }, { dtype: 'int32', least: 1, most: 4 }),
  binary('divide-int32', whole, { dtype: 'int32', least: -9, most: 9 }, { dtype: 'int32', least: -4, most: -1 }),
  binary('power', ['Pow'], { least: 0.1, special: false }, { least: -2, most: 2, special: false }),
  binary('power-int32', ['Pow'], { dtype: 'int32', least: -3, most: 3 }, { dtype: 'int32', least: 0, most: 3 }),
  binary(
    'bits',
    ['BitwiseAnd', 'BitwiseOr', 'BitwiseXor', 'LeftShift', 'RightShift'],
    { dtype: 'int32', least: 0, most: 99 },
    { dtype: 'int32', least: 0, most: 5 },
  ),
  ...[unary, unary, unary, integerUnary, cast, logical, select, selectRows, clip, addN, prelu],
]
