import { sizeOf, type TensorValue } from '../../base/tensor.ts'
import { evaluate } from '../evaluate/index.ts'
import { outputIndexOf, type Value } from '../graph.ts'
import { numbersOf, staticShape } from '../infer/shape.ts'
import type { Rewriter } from '../rewrite.ts'

/** Largest value that is worth evaluating during a pass. */
const maxElements = 4096
/** Deepest chain of ops between a value and its constants. */
const maxDepth = 32

/** A value's content, if it follows from constants in memory; otherwise `null`. Changes nothing. */
export function knownValue(b: Rewriter, value: Value, depth = 0): TensorValue | null {
  const info = b.info(value)
  const { constant, dtype } = info
  if (constant !== null) return constant.data === null ? null : { ...constant, data: constant.data }
  const shape = staticShape(info)
  if (shape === null || sizeOf(shape) > maxElements || depth > maxDepth) return null
  if (dtype === 'resource' || dtype === 'variant' || dtype === 'complex64') return null
  const numbers = numbersOf(info)
  if (numbers !== null) return { dtype: 'int32', shape, data: Int32Array.from(numbers) }
  const node = b.made(value)
  if (node.inputs.length === 0) return null
  const inputs: TensorValue[] = []
  for (const input of node.inputs) {
    const known = knownValue(b, input, depth + 1)
    if (known === null) return null
    inputs.push(known)
  }
  const call = { op: node.op, attributes: node.attributes, output: outputIndexOf(value), dtype, shape }
  const data = evaluate(call, inputs)
  return data === null || data.length !== sizeOf(shape) ? null : { dtype, shape, data }
}

/** The same value as plain numbers. */
export function knownNumbers(b: Rewriter, value: Value): readonly number[] | null {
  const known = knownValue(b, value)
  if (known === null || known.dtype === 'string') return null
  return Array.from(known.data as Exclude<typeof known.data, readonly string[]>)
}
