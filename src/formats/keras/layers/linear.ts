import { EngineError } from '../../../base/errors.ts'
import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'
import type { Dim } from '../../../graph/infer/info.ts'

const mismatchHint = 'The weights may belong to another model; save the whole model again.'

/** `x · kernel + bias` over the last axis of `x` of rank ≥ 2: `[…, in] → […, out]`. Raises `weight-shape`. */
export function linear(b: GraphBuilder, x: Value, kernel: Value, bias: Value | null): Value {
  const shape = b.shape(x)
  const [size = 0, width = 0] = b.shape(kernel)
  const given = shape.at(-1)
  if (typeof given === 'number' && given !== size)
    throw new EngineError('weight-shape', `Expected a kernel for ${given} inputs, found one for ${size}.`, mismatchHint)
  const rows = shape.length === 2 ? x : b.op('Reshape', [x, b.ints([-1, size as number])])
  const product = b.op('MatMul', [rows, kernel])
  const y = bias === null ? product : b.op('BiasAdd', [product, bias])
  return shape.length === 2 ? y : b.reshape(y, [...shape.slice(0, -1), width])
}

/** Zeros of a shape that may contain dimensions known only at run time. */
export function zeros(b: GraphBuilder, shape: readonly Dim[]): Value {
  const value = b.op('Fill', [b.dims(shape), b.scalar(0)])
  b.refine(value, shape)
  return value
}
