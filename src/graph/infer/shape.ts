import type { DType } from '../../base/tensor.ts'
import { sizeOf } from '../../base/tensor.ts'
import type { GraphDType } from '../graph.ts'
import { multiply } from './dim.ts'
import type { Dim, InferRule, OpCall, ValueInfo } from './info.ts'

/** A table row: the op, or several of one meaning, and its rule. */
export type InferRow = readonly [ops: string | readonly string[], rule: InferRule]

export type Dims = readonly Dim[]

export function info(dtype: GraphDType, shape: Dims | null): ValueInfo {
  return { dtype, shape, content: null, constant: null }
}

/** The name of a dimension that is first seen at this value. */
export function fresh(call: OpCall, axis: number, output = 0): string {
  return `${call.name}:${output}[${axis}]`
}

/** `null`s named after this value. */
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

/** The elements of an int32 vector or scalar, where all are numbers. */
export function numbersOf(value: ValueInfo | undefined): readonly number[] | null {
  const content = value?.content ?? null
  return content === null ? null : allNumbers(content)
}

/** The same list, where all of it is numbers. */
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

/** Shape as numbers; `null` when a dimension is free. */
export function staticShape(value: ValueInfo | undefined): readonly number[] | null {
  const shape = value?.shape ?? null
  return shape === null ? null : allNumbers(shape)
}

export function elements(shape: Dims): Dim | null {
  const known = shape.filter((dim): dim is number => typeof dim === 'number')
  return known.length === shape.length ? sizeOf(known) : multiply(shape)
}

/** One dimension of a broadcast; `null` when only a run can tell. Where one side is a number above 1, it wins. */
function broadcastDim(a: Dim, b: Dim): Dim | null {
  if (a === b || b === 1) return a
  if (a === 1) return b
  if (typeof a === 'number') return typeof b === 'number' && b !== a ? null : a
  return typeof b === 'number' ? b : null
}

/** Shape of `a ∘ b` by the rules of NumPy. */
export function broadcast(call: OpCall, a: Dims | null, b: Dims | null): Dims | null {
  if (a === null || b === null) return null
  // A number, of which most arithmetic has one.
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

/** What two values that stand for one have in common. */
export function common(call: OpCall, a: Dims | null, b: Dims | null): Dims | null {
  if (a === null || b === null || a.length !== b.length) return null
  return a.map((dim, axis) => (dim === b[axis] ? dim : fresh(call, axis)))
}

/** Shape and dtype of the first input. */
export const same: InferRule = (_, inputs) => [info(dtypeOf(inputs), shapeOf(inputs))]

export const to =
  (dtype: DType): InferRule =>
  (_, inputs) => [info(dtype, shapeOf(inputs))]
