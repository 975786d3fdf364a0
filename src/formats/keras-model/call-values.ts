import { EngineError } from '../../base/errors.ts'
import { sizeOf } from '../../base/tensor.ts'
import type { GraphBuilder } from '../../graph/builder.ts'
import { literal } from '../../graph/constant.ts'
import { asArray } from '../json-value.ts'
import type { Lowered } from '../keras-layers/contract.ts'
import { KerasTensor, type Nested } from '../keras-layers/tensor.ts'
import { dtypeOf } from './dtypes.ts'
import { ConstantTensor, flatNumbers, Reference, type Structure } from './references.ts'

/** The structure with a tensor in place of each reference and constant. */
export function argumentsOf(value: Structure, tensor: (leaf: Reference | ConstantTensor) => KerasTensor): Nested {
  if (value instanceof Reference || value instanceof ConstantTensor) return tensor(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return (value as readonly Structure[]).map((item) => argumentsOf(item, tensor))
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, argumentsOf(item, tensor)]))
}

/** Every tensor that a call gave, in Keras's order: lists in order, dicts by sorted key. */
export function flattened(lowered: Lowered): readonly KerasTensor[] {
  if (lowered instanceof KerasTensor) return [lowered]
  if (typeof lowered === 'string') return [new KerasTensor(lowered)]
  if (Array.isArray(lowered)) return (lowered as readonly Lowered[]).flatMap(flattened)
  const dict = lowered as { readonly [key: string]: Lowered }
  return Object.keys(dict)
    .sort()
    .flatMap((key) => flattened(dict[key] as Lowered))
}

/** A tensor that lies in the config. Raises `model-invalid` when its numbers make no tensor. */
export function constantTensor(b: GraphBuilder, { value, dtype: name }: ConstantTensor): KerasTensor {
  const shape = shapeOf(value)
  const dtype = dtypeOf(name)
  const numbers = flatNumbers(value)
  if (numbers.length !== sizeOf(shape) || dtype === 'string' || dtype === 'complex64')
    throw new EngineError('model-invalid', `A constant of dtype ${name} in the config of the model is not understood.`)
  const data =
    dtype === 'int32'
      ? Int32Array.from(numbers)
      : dtype === 'bool'
        ? Uint8Array.from(numbers)
        : Float32Array.from(numbers)
  return new KerasTensor(b.constant(literal(dtype, shape, data)))
}

function shapeOf(value: unknown): readonly number[] {
  const list = asArray(value)
  return list === null ? [] : [list.length, ...(list.length === 0 ? [] : shapeOf(list[0]))]
}
