import type { ModelMetadata } from '../base/model.ts'
import type { OutputReading } from '../base/run.ts'
import type { TensorValue } from '../base/tensor.ts'
import type { OutputContext, OutputKind } from './contract.ts'
import { image } from './image/index.ts'
import { numbers } from './numbers/index.ts'
import { scores } from './scores/index.ts'
import { tensor } from './tensor/index.ts'
import { text } from './text/index.ts'

/** Every kind of output that can be read; where two fit equally well, the earlier one is shown first. */
export const outputKinds: readonly OutputKind[] = [scores, numbers, image, text, tensor]

/**
 * Reads every output of a run: the readings that fit it, best first, in the order of `outputs`. Never empty, since
 * `tensor` fits everything; what fits worse than `tensor` comes after it, as an offer.
 */
export function read(outputs: OutputContext['all'], metadata: ModelMetadata): readonly (readonly OutputReading[])[] {
  return outputs.map(({ name, value }) => readOne(value, { name, metadata, all: outputs }))
}

function readOne(value: TensorValue, context: OutputContext): readonly OutputReading[] {
  return outputKinds
    .map((kind) => ({ kind, fit: kind.match(value, context) }))
    .filter(({ fit }) => fit > 0)
    .sort((a, b) => b.fit - a.fit)
    .map(({ kind }) => kind.decode(value, context))
}
