import type { Lowered } from '../layers/contract.ts'
import type { Layer } from '../layers/layer.ts'
import { KerasTensor, type Nested, PythonFloat } from '../layers/tensor.ts'
import { ConstantTensor, Reference, type Structure } from './references.ts'

/** The structure with each reference and constant replaced by a tensor. */
export function argumentsOf(value: Structure, tensor: (leaf: Reference | ConstantTensor) => KerasTensor): Nested {
  if (value instanceof Reference || value instanceof ConstantTensor) return tensor(value)
  if (typeof value !== 'object' || value === null || value instanceof PythonFloat) return value
  if (Array.isArray(value)) return (value as readonly Structure[]).map((item) => argumentsOf(item, tensor))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, argumentsOf(item, tensor)]))
}

/** A model's outputs, which must all be tensors. Raises `model-invalid` if its config lists anything else. */
export function tensorsOnly(value: Nested, model: Layer): Lowered {
  if (value instanceof KerasTensor) return value
  if (typeof value !== 'object' || value === null)
    throw model.error(
      `lists ${JSON.stringify(value)} among its outputs, which is not a tensor.`,
      'The file may be edited or damaged; save the model again.',
    )
  if (Array.isArray(value)) return (value as readonly Nested[]).map((item) => tensorsOnly(item, model)) as Lowered
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, tensorsOnly(item, model)]))
}

/** Every tensor that a call returned, in Keras's order: lists in order, dicts by sorted key. */
export function flattened(lowered: Lowered): readonly KerasTensor[] {
  if (lowered instanceof KerasTensor) return [lowered]
  if (typeof lowered === 'string') return [new KerasTensor(lowered)]
  if (Array.isArray(lowered)) return (lowered as readonly Lowered[]).flatMap(flattened)
  const dict = lowered as { readonly [key: string]: Lowered }
  return Object.keys(dict)
    .sort()
    .flatMap((key) => flattened(dict[key] as Lowered))
}
