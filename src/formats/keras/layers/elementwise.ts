import type { GraphBuilder } from '../../../graph/builder.ts'
import type { Value } from '../../../graph/graph.ts'

/** A graph value, or a number that becomes a scalar of the other operand's dtype. */
export type Operand = Value | number

/** A binary op; at least one operand is a value. */
export function binary(b: GraphBuilder, op: string, x: Operand, y: Operand): Value {
  if (typeof x === 'number') return b.op(op, [b.scalarLike(y as Value, x), y as Value])
  return b.op(op, [x, typeof y === 'number' ? b.scalarLike(x, y) : y])
}

export const add = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'AddV2', x, y)
export const sub = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'Sub', x, y)
export const mul = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'Mul', x, y)
export const div = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'RealDiv', x, y)
export const maximum = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'Maximum', x, y)
export const minimum = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'Minimum', x, y)
export const greater = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'Greater', x, y)
export const less = (b: GraphBuilder, x: Operand, y: Operand): Value => binary(b, 'Less', x, y)
export const clip = (b: GraphBuilder, x: Value, low: Operand, high: Operand): Value =>
  minimum(b, maximum(b, x, low), high)

/** `condition ? x : y`, element by element. */
export function where(b: GraphBuilder, condition: Value, x: Operand, y: Operand): Value {
  const like = typeof x === 'number' ? y : x
  const scalar = (value: number): Value => (typeof like === 'number' ? b.scalar(value) : b.scalarLike(like, value))
  return b.op('SelectV2', [condition, typeof x === 'number' ? scalar(x) : x, typeof y === 'number' ? scalar(y) : y])
}
