import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { add, div, mul, sub } from '../elementwise.ts'

/** `x sigmoid(x)`. */
export function silu(b: GraphBuilder, x: Value): Value {
  return mul(b, x, b.op('Sigmoid', [x]))
}

/** `x / 2 (1 + erf(x / √2))`, or the tanh approximation. */
export function gelu(b: GraphBuilder, x: Value, approximate: boolean): Value {
  const half = mul(b, x, 0.5)
  if (!approximate) return mul(b, half, add(b, b.op('Erf', [mul(b, x, Math.SQRT1_2)]), 1))
  const cube = mul(b, x, b.op('Square', [x]))
  const inner = mul(b, add(b, x, mul(b, cube, 0.044715)), Math.sqrt(2 / Math.PI))
  return mul(b, half, add(b, b.op('Tanh', [inner]), 1))
}

/** `x sigmoid(1.702 x)`, as in CLIP models. */
export function quickGelu(b: GraphBuilder, x: Value): Value {
  return mul(b, x, b.op('Sigmoid', [mul(b, x, 1.702)]))
}

/** `x tanh(softplus(x))`. */
export function mish(b: GraphBuilder, x: Value): Value {
  return mul(b, x, b.op('Tanh', [b.op('Softplus', [x])]))
}

/** `log(sigmoid(x))`, computed as `-softplus(-x)`. */
export function logSigmoid(b: GraphBuilder, x: Value): Value {
  return b.op('Neg', [b.op('Softplus', [b.op('Neg', [x])])])
}

/** `x / (1 + |x|)`. */
export function softsign(b: GraphBuilder, x: Value): Value {
  return div(b, x, add(b, b.op('Abs', [x]), 1))
}

/** `x - tanh(x)`. */
export function tanhShrink(b: GraphBuilder, x: Value): Value {
  return sub(b, x, b.op('Tanh', [x]))
}

/** `(x + √(x² + squareness)) / 2`. */
export function squareplus(b: GraphBuilder, x: Value, squareness: number): Value {
  return mul(b, add(b, x, b.op('Sqrt', [add(b, b.op('Square', [x]), squareness)])), 0.5)
}

/** One half of an axis times the sigmoid of the other half. */
export function glu(b: GraphBuilder, x: Value, axis: number): Value {
  const [left, right] = b.ops('Split', [b.int(axis < 0 ? axis + b.rank(x) : axis), x], { num_split: { i: 2 } })
  return mul(b, left as Value, b.op('Sigmoid', [right as Value]))
}
