import type { DType } from '../../base/tensor.ts'
import { sizeOf } from '../../base/tensor.ts'
import type { GraphDType } from '../graph.ts'
import { multiply } from './dim.ts'
import type { Dim, InferRule, OpCall, ValueInfo } from './info.ts'

/** A table row: an op, or several with the same meaning, and the rule. */
export type InferRow = readonly [ops: string | readonly string[], rule: InferRule]

export type Dims = readonly Dim[]

export function info(dtype: GraphDType, shape: Dims | null): ValueInfo {
  return { dtype, shape, content: null, constant: null }
}

/** The name of a dimension introduced by this value. */
export function fresh(call: OpCall, axis: number, output = 0): string {
  return `${call.name}:${output}[${axis}]`
}

/** Names `null` dimensions after this value. */
export function named(call: OpCall, dims: readonly (Dim | null | undefined)[], output = 0): Dims {
  const all: Dim[] = []
  for (let axis = 0; axis < dims.length; axis++) all.push(dims[axis] ?? fresh(call, axis, output))
  return all
}

export function dtypeOf(inputs: readonly ValueInfo[], index = 0): GraphDType {
  return inputs[index]?.dtype ?? 'float32'
}

export function shapeOf(inputs: readonly ValueInfo[], index = 0): Dims | null {
  return inputs[index]?.shape ?? null
}

/** The elements of an int32 vector or scalar, if all are numbers. */
export function numbersOf(value: ValueInfo | undefined): readonly number[] | null {
  const content = value?.content ?? null
  return content === null ? null : allNumbers(content)
}

/** The same list, if all its elements are numbers. */
function allNumbers(items: readonly unknown[]): readonly number[] | null {
  for (let i = 0; i < items.length; i++) if (typeof items[i] !== 'number') return null
  return items as readonly number[]
}

export function numberOf(value: ValueInfo | undefined): number | null {
  const [first, ...others] = numbersOf(value) ?? []
  return first === undefined || others.length > 0 ? null : first
}

/** `[-1]` of rank 4 is 3. */
export function axisOf(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis
}

/** The shape as numbers; `null` if a dimension is free. */
export function staticShape(value: ValueInfo | undefined): readonly number[] | null {
  const shape = value?.shape ?? null
  return shape === null ? null : allNumbers(shape)
}

export function elements(shape: Dims): Dim | null {
  const known = shape.filter((dim): dim is number => typeof dim === 'number')
  return known.length === shape.length ? sizeOf(known) : multiply(shape)
}

/** One broadcast dimension; `null` if known only at run time. A number above 1 on either side decides. */
function broadcastDim(a: Dim, b: Dim): Dim | null {
  if (a === b || b === 1) return a
  if (a === 1) return b
  if (typeof a === 'number') return typeof b === 'number' && b !== a ? null : a
  return typeof b === 'number' ? b : null
}

/** Shape of `a ∘ b` under NumPy broadcasting. */
export function broadcast(call: OpCall, a: Dims | null, b: Dims | null): Dims | null {
  if (a === null || b === null) return null
  // Most arithmetic has a scalar operand.
  if (b.length === 0) return a
  if (a.length === 0) return b
  const rank = Math.max(a.length, b.length)
  const dims: Dim[] = []
  for (let axis = 0; axis < rank; axis++) {
    const left = a[axis - rank + a.length] ?? 1
    const right = b[axis - rank + b.length] ?? 1
    dims.push(broadcastDim(left, right) ?? fresh(call, axis))
  }
  return dims
}

/** What two alternatives for one value have in common. */
export function common(call: OpCall, a: Dims | null, b: Dims | null): Dims | null {
  if (a === null || b === null || a.length !== b.length) return null
  return a.map((dim, axis) => (dim === b[axis] ? dim : fresh(call, axis)))
}

/** Shape and dtype of the first input. */
export const same: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]

export const to =
  (dtype: DType): InferRule =>
  (_, inputs) => [info(dtype, shapeOf(inputs))]
