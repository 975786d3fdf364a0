import type { Attributes, GraphNode, Value } from '../../graph.ts'
import type { GraphIndex } from '../../rewrite.ts'

export const float: Attributes = { T: { type: 'float32' } }

export function isFloat(index: GraphIndex, { inputs }: GraphNode): boolean {
  return inputs.every((input) => index.info(input).dtype === 'float32')
}

/** A value's number, if it is certain. */
export function scalarOf(index: GraphIndex, value: Value | undefined): number | null {
  const constant = value === undefined ? null : index.constant(value)
  return constant?.shape.length === 0 && constant.data instanceof Float32Array ? (constant.data[0] ?? null) : null
}

/** A variable and a number, in either order. */
export function withScalar(
  index: GraphIndex,
  { inputs }: GraphNode,
): { readonly x: Value; readonly number: number } | null {
  const [a, b] = inputs
  if (a === undefined || b === undefined) return null
  const [left, right] = [scalarOf(index, a), scalarOf(index, b)]
  if (right !== null) return { x: a, number: right }
  return left === null ? null : { x: b, number: left }
}

/** The two inputs of a commutative node, in both orders. */
export function bothWays({ inputs }: GraphNode): readonly (readonly [Value, Value])[] {
  const [a, b] = inputs
  if (a === undefined || b === undefined) return []
  return [
    [a, b],
    [b, a],
  ]
}

/** A value's producer, if nothing else reads the value. */
export function onlyProducer(index: GraphIndex, value: Value, op: string): GraphNode | null {
  const producer = index.producer(value)
  return producer.op === op && index.onlyConsumer(value) !== null ? producer : null
}
