import { type ModelMetadata, noMetadata } from '../base/model.ts'
import type { DType, TensorValue } from '../base/tensor.ts'
import type { OutputContext } from './contract.ts'

/** A tensor from plain numbers, for tests. */
export function tensorOf(
  shape: readonly number[],
  data: readonly number[],
  dtype: Exclude<DType, 'string'> = 'float32',
): TensorValue {
  if (dtype === 'int32') return { dtype, shape, data: Int32Array.from(data) }
  if (dtype === 'bool') return { dtype, shape, data: Uint8Array.from(data) }
  return { dtype, shape, data: Float32Array.from(data) }
}

export function stringsOf(shape: readonly number[], data: readonly string[]): TensorValue {
  return { dtype: 'string', shape, data }
}

/** `count` values of a smooth, sign-changing curve between −spread and spread: stands in for the elements that are not given. */
export function wave(count: number, spread: number): number[] {
  return Array.from({ length: count }, (_, i) => spread * Math.sin(i * 1.7 + 0.3))
}

/** The context of a single output, or of one among several. */
export function contextOf(
  value: TensorValue,
  metadata: Partial<ModelMetadata> = {},
  others: OutputContext['all'] = [],
  name = 'Identity',
): OutputContext {
  return { name, metadata: { ...noMetadata, ...metadata }, all: [{ name, value }, ...others] }
}
