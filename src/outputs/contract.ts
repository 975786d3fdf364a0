import type { ModelMetadata } from '../base/model.ts'
import type { OutputReading } from '../base/run.ts'
import type { TensorValue } from '../base/tensor.ts'

export interface OutputContext {
  readonly name: string
  readonly metadata: ModelMetadata
  /** All outputs of the run, for kinds that need several (boxes with scores). */
  readonly all: readonly { readonly name: string; readonly value: TensorValue }[]
}

export interface OutputKind {
  readonly id: OutputReading['view']
  readonly label: string
  /** How well this kind fits: 0 (not at all) … 1. The best one is shown first. */
  match(value: TensorValue, context: OutputContext): number
  /** Pure: tensor → plain data. */
  decode(value: TensorValue, context: OutputContext): OutputReading
}
