import { type ModelMetadata, noMetadata } from '../base/model.ts'
import { noTrace } from '../base/output-trace.ts'
import { automaticOptions } from '../base/reading.ts'
import type { DType, TensorValue } from '../base/tensor.ts'
import type { Values } from '../base/values.ts'
import type { NamedOutput, OutputKind, ReadContext } from './contract.ts'

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

/**
 * `count` values of a smooth, sign-changing curve between −spread and spread; fills in elements that are not listed.
 */
export function wave(count: number, spread: number): number[] {
  return Array.from({ length: count }, (_, i) => spread * Math.sin(i * 1.7 + 0.3))
}

/** Outputs named `Identity`, `Identity_1`, … */
export function named(...values: readonly TensorValue[]): readonly NamedOutput[] {
  return values.map((value, i) => ({ name: i === 0 ? 'Identity' : `Identity_${i}`, value }))
}

/** The context of a run with these outputs. */
export function contextOf(outputs: readonly NamedOutput[], metadata: Partial<ModelMetadata> = {}): ReadContext {
  return {
    metadata: { ...noMetadata, ...metadata },
    inputs: [],
    outputs: outputs.map(({ name, value }) => ({ name, shape: value.shape, trace: noTrace })),
  }
}

/** The fit of a kind for the first of some outputs; 0 if it does not fit. */
export function fitIn(
  kind: OutputKind,
  outputs: readonly NamedOutput[],
  metadata: Partial<ModelMetadata> = {},
): number {
  const found = kind.match(outputs, contextOf(outputs, metadata)).find(({ uses }) => uses[0] === outputs[0]?.name)
  return found?.fit ?? 0
}

/** Decodes the first of some outputs with the kind's own match; `options` override the automatic ones. */
export function decodeFirst<K extends OutputKind>(
  kind: K,
  outputs: readonly NamedOutput[],
  metadata: Partial<ModelMetadata> = {},
  options: Values = {},
): ReturnType<K['decode']> {
  return decodeIn(kind, outputs, contextOf(outputs, metadata), options)
}

export function decodeIn<K extends OutputKind>(
  kind: K,
  outputs: readonly NamedOutput[],
  context: ReadContext,
  options: Values = {},
): ReturnType<K['decode']> {
  const match = kind.match(outputs, context).find(({ uses }) => uses[0] === outputs[0]?.name)
  if (match === undefined) throw new Error(`${kind.id} does not fit`)
  const used = match.uses.flatMap((name) => outputs.find((output) => output.name === name) ?? [])
  return kind.decode(used, context, { ...automaticOptions(match), ...options }) as ReturnType<K['decode']>
}
