import { toInt32 } from '../../base/int32.ts'
import { roundHalfEven } from '../../base/rounding.ts'
import { sizeOf, type TensorValue } from '../../base/tensor.ts'
import type { EvaluateRow, Evaluator } from './contract.ts'
import { allocate, broadcastStrides, type Numbers, numeric, positions, take } from './layout.ts'

/** Explicit loops for the ops of batch normalisation: engines box numbers passed through a per-element callback. */
type Loop = (result: Numbers, a: Numbers, aStep: 0 | 1, b: Numbers, bStep: 0 | 1) => void

function sums(result: Numbers, a: Numbers, i: 0 | 1, b: Numbers, j: 0 | 1): void {
  for (let n = 0; n < result.length; n++) result[n] = (a[n * i] as number) + (b[n * j] as number)
}

function differences(result: Numbers, a: Numbers, i: 0 | 1, b: Numbers, j: 0 | 1): void {
  for (let n = 0; n < result.length; n++) result[n] = (a[n * i] as number) - (b[n * j] as number)
}

function products(result: Numbers, a: Numbers, i: 0 | 1, b: Numbers, j: 0 | 1): void {
  for (let n = 0; n < result.length; n++) result[n] = (a[n * i] as number) * (b[n * j] as number)
}

const rsqrt: Evaluator = (call, [x]) => {
  const data = numeric(x)
  const result = data === null ? null : allocate(call.dtype, data.length)
  if (data === null || result === null) return null
  for (let i = 0; i < data.length; i++) result[i] = 1 / Math.sqrt(data[i] as number)
  return result
}

const unary =
  (compute: (x: number) => number): Evaluator =>
  (call, [x]) => {
    const [data, result] = [numeric(x), x === undefined ? null : allocate(call.dtype, numeric(x)?.length ?? 0)]
    if (data === null || result === null) return null
    for (let i = 0; i < data.length; i++) result[i] = compute(data[i] as number)
    return result
  }

const binary =
  (compute: (x: number, y: number, integers: boolean) => number, floats?: Loop): Evaluator =>
  (call, [x, y]) => {
    const a = numeric(x)
    const b = numeric(y)
    if (x === undefined || y === undefined || a === null || b === null) return null
    const result = allocate(call.dtype, sizeOf(call.shape))
    if (result === null) return null
    const integers = x.dtype === 'int32'
    const i = stepOf(a, x, call.shape)
    const j = stepOf(b, y, call.shape)
    if (i !== null && j !== null) {
      if (floats !== undefined && x.dtype === 'float32') floats(result, a, i, b, j)
      else for (let n = 0; n < result.length; n++) result[n] = compute(a[n * i] as number, b[n * j] as number, integers)
      return result
    }
    const left = positions(call.shape, broadcastStrides(x.shape, call.shape))
    const right = positions(call.shape, broadcastStrides(y.shape, call.shape))
    for (let i = 0; i < left.length; i++)
      result[i] = compute(a[left[i] as number] as number, b[right[i] as number] as number, integers)
    return result
  }

/** Operand step per result element: 0 for a scalar, 1 for equal size; `null` if some elements repeat. */
function stepOf(data: Numbers, { shape }: TensorValue, whole: readonly number[]): 0 | 1 | null {
  if (data.length === 1) return 0
  const offset = whole.length - shape.length
  return shape.every((dim, axis) => dim === whole[axis + offset]) && data.length === sizeOf(whole) ? 1 : null
}

const comparison = (compute: (x: number, y: number) => boolean) => binary((x, y) => Number(compute(x, y)))

const cast: Evaluator = (call, [x]) => {
  const data = numeric(x)
  if (data === null) return null
  const result = allocate(call.dtype, data.length)
  if (result === null) return null
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    result[i] = call.dtype === 'bool' ? Number(value !== 0) : call.dtype === 'int32' ? toInt32(value) : value
  }
  return result
}

const select: Evaluator = (call, [condition, x, y]) => {
  const chosen = numeric(condition)
  if (condition === undefined || x === undefined || y === undefined || chosen === null) return null
  // `Select` with a rank-1 condition selects whole rows.
  if (call.op === 'Select' && condition.shape.length !== 0 && condition.shape.length !== x.shape.length) return null
  const at = (value: typeof x) => positions(call.shape, broadcastStrides(value.shape, call.shape))
  const [where, left, right] = [at(condition), take(x, at(x)), take(y, at(y))]
  const [a, b] = [numeric({ ...x, data: left ?? [] }), numeric({ ...y, data: right ?? [] })]
  const result = allocate(call.dtype, where.length)
  if (a === null || b === null || result === null || left === null || right === null) return null
  for (let i = 0; i < where.length; i++) result[i] = (chosen[where[i] as number] ? a[i] : b[i]) as number
  return result
}

const floorMod = (x: number, y: number) => x - Math.floor(x / y) * y

export const elementwise: readonly EvaluateRow[] = [
  ['Cast', cast],
  [['Select', 'SelectV2'], select],
  ['Neg', unary((x) => -x)],
  ['Abs', unary(Math.abs)],
  ['Sign', unary(Math.sign)],
  ['Square', unary((x) => x * x)],
  ['Sqrt', unary(Math.sqrt)],
  ['Rsqrt', rsqrt],
  [['Reciprocal', 'Inv'], unary((x) => 1 / x)],
  ['Exp', unary(Math.exp)],
  ['Expm1', unary(Math.expm1)],
  ['Log', unary(Math.log)],
  ['Log1p', unary(Math.log1p)],
  ['Sin', unary(Math.sin)],
  ['Cos', unary(Math.cos)],
  ['Tanh', unary(Math.tanh)],
  ['Sigmoid', unary((x) => 1 / (1 + Math.exp(-x)))],
  ['Relu', unary((x) => Math.max(x, 0))],
  ['Relu6', unary((x) => Math.min(Math.max(x, 0), 6))],
  ['Floor', unary(Math.floor)],
  ['Ceil', unary(Math.ceil)],
  [['Round', 'Rint'], unary(roundHalfEven)],
  ['LogicalNot', unary((x) => Number(!x))],
  ['ZerosLike', unary(() => 0)],
  ['OnesLike', unary(() => 1)],
  [['Add', 'AddV2'], binary((x, y) => x + y, sums)],
  ['Sub', binary((x, y) => x - y, differences)],
  ['Mul', binary((x, y, integers) => (integers ? Math.imul(x, y) : x * y), products)],
  ['RealDiv', binary((x, y) => x / y)],
  ['Div', binary((x, y, integers) => (integers ? Math.trunc(x / y) : x / y))],
  ['DivNoNan', binary((x, y) => (y === 0 ? 0 : x / y))],
  ['FloorDiv', binary((x, y) => Math.floor(x / y))],
  [['FloorMod', 'Mod'], binary(floorMod)],
  ['Pow', binary((x, y) => x ** y)],
  ['Maximum', binary((x, y) => Math.max(x, y))],
  ['Minimum', binary((x, y) => Math.min(x, y))],
  ['SquaredDifference', binary((x, y) => (x - y) ** 2)],
  ['Equal', comparison((x, y) => x === y)],
  ['NotEqual', comparison((x, y) => x !== y)],
  ['Less', comparison((x, y) => x < y)],
  ['LessEqual', comparison((x, y) => x <= y)],
  ['Greater', comparison((x, y) => x > y)],
  ['GreaterEqual', comparison((x, y) => x >= y)],
  ['LogicalAnd', comparison((x, y) => Boolean(x) && Boolean(y))],
  ['LogicalOr', comparison((x, y) => Boolean(x) || Boolean(y))],
]
