import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { add, clip, div, greater, less, minimum, mul, sub, where } from '../elementwise.ts'

export interface ReluOptions {
  readonly negativeSlope?: number
  readonly maxValue?: number | null
  readonly threshold?: number
}

/** `max(x, 0)`, with Keras's threshold, negative slope and cap. A single kernel where possible. */
export function relu(b: GraphBuilder, x: Value, options: ReluOptions = {}): Value {
  const { negativeSlope = 0, maxValue = null, threshold = 0 } = options
  if (negativeSlope !== 0 && maxValue === null && threshold === 0) return leakyRelu(b, x, negativeSlope)
  const positive = thresholdedRelu(b, x, maxValue, threshold)
  if (negativeSlope === 0) return positive
  const below = b.op('Relu', [threshold === 0 ? b.op('Neg', [x]) : sub(b, threshold, x)])
  return sub(b, positive, mul(b, below, negativeSlope))
}

function thresholdedRelu(b: GraphBuilder, x: Value, maxValue: number | null, threshold: number): Value {
  if (threshold !== 0) {
    const kept = where(b, greater(b, x, threshold), x, 0)
    return maxValue === null ? kept : clip(b, kept, 0, maxValue)
  }
  if (maxValue === 6) return b.op('Relu6', [x])
  const kept = b.op('Relu', [x])
  return maxValue === null ? kept : minimum(b, kept, maxValue)
}

export function leakyRelu(b: GraphBuilder, x: Value, negativeSlope: number): Value {
  return b.op('LeakyRelu', [x], { alpha: { f: negativeSlope } })
}

/** `alpha (exp(x) - 1)` below 0. */
export function elu(b: GraphBuilder, x: Value, alpha: number): Value {
  const y = b.op('Elu', [x])
  return alpha === 1 ? y : where(b, greater(b, x, 0), y, mul(b, y, alpha))
}

/** `max(x, 0) + alpha (exp(min(x, 0) / alpha) - 1)`. */
export function celu(b: GraphBuilder, x: Value, alpha: number): Value {
  if (alpha === 1) return b.op('Elu', [x])
  return add(b, b.op('Relu', [x]), mul(b, b.op('Expm1', [div(b, minimum(b, x, 0), alpha)]), alpha))
}

/** Keras 3: `relu6(x + 3) / 6`. */
export function hardSigmoid(b: GraphBuilder, x: Value): Value {
  return mul(b, b.op('Relu6', [add(b, x, 3)]), 1 / 6)
}

/** Keras 1 and 2 and TensorFlow.js: `clip(0.2 x + 0.5, 0, 1)`. */
export function hardSigmoidOfKeras2(b: GraphBuilder, x: Value): Value {
  return clip(b, add(b, mul(b, x, 0.2), 0.5), 0, 1)
}

/** `x relu6(x + 3) / 6`. */
export function hardSilu(b: GraphBuilder, x: Value): Value {
  return mul(b, x, hardSigmoid(b, x))
}

/** `x` where its magnitude is above the threshold, else 0. */
export function hardShrink(b: GraphBuilder, x: Value, threshold: number): Value {
  return where(b, greater(b, b.op('Abs', [x]), threshold), x, 0)
}

/** `x` moved towards 0 by the threshold. */
export function softShrink(b: GraphBuilder, x: Value, threshold: number): Value {
  const below = where(b, less(b, x, -threshold), add(b, x, threshold), 0)
  return where(b, greater(b, x, threshold), sub(b, x, threshold), below)
}

/** `x` above the threshold, otherwise the default. */
export function threshold(b: GraphBuilder, x: Value, limit: number, otherwise: number): Value {
  return where(b, greater(b, x, limit), x, otherwise)
}

/** 0 below -1, `(x + 1)² / 4` up to 1, then `x`. */
export function sparsePlus(b: GraphBuilder, x: Value): Value {
  const between = mul(b, b.op('Square', [add(b, x, 1)]), 0.25)
  return where(b, b.op('LessEqual', [x, b.scalar(-1)]), 0, where(b, less(b, x, 1), between, x))
}

/** `(x + 1) / 2`, clipped to 0…1. */
export function sparseSigmoid(b: GraphBuilder, x: Value): Value {
  return clip(b, mul(b, add(b, x, 1), 0.5), 0, 1)
}
