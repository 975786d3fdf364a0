import type { TensorSpec } from '../../../base/tensor.ts'
import { asArray, asNumber } from '../../shared/json-value.ts'
import type { Layer } from '../layers/layer.ts'
import { dtypeName, dtypeOf } from './dtypes.ts'

export function isInputLayer(layer: Layer): boolean {
  return layer.className === 'InputLayer'
}

/** Name, dtype and shape stated by an input layer, in the spelling of any Keras version. Raises `model-invalid`. */
export function inputSpec(layer: Layer): TensorSpec {
  const shape = statedShape(layer)
  if (shape === null)
    throw layer.invalid('batch_shape', 'a list of sizes', layer.get('batch_shape', 'batch_input_shape'))
  return {
    name: layer.name,
    dtype: dtypeOf(layer.get('input_dtype') === undefined ? dtypeName(layer) : layer.string('input_dtype')),
    shape,
  }
}

/**
 * The input of a Sequential without an input layer: its shape is on the first layer, or was recorded when the model was
 * built. `null` if nothing states it.
 */
export function firstLayerSpec(layer: Layer, buildShape: readonly unknown[] | null): TensorSpec | null {
  const shape = statedShape(layer) ?? (buildShape === null ? null : dims(buildShape))
  if (shape === null) return null
  const lookup = /^(TextVectorization|StringLookup|Hashing|HashedCrossing)$/.test(layer.className)
  const dtype = lookup && dtypeName(layer) !== 'int64' ? 'string' : dtypeOf(dtypeName(layer))
  return { name: `${layer.name}_input`, dtype, shape }
}

function statedShape(layer: Layer): readonly (number | null)[] | null {
  const batched = asArray(layer.get('batch_shape', 'batch_input_shape'))
  if (batched !== null) return dims(batched)
  const shape = asArray(layer.get('input_shape', 'shape'))
  if (shape !== null) return [null, ...dims(shape)]
  // Keras 1 wrote `input_dim` for a vector.
  const length = layer.get('input_dim')
  if (typeof length !== 'number' || layer.className === 'Embedding') return null
  return [null, length]
}

function dims(list: readonly unknown[]): readonly (number | null)[] {
  return list.map((dim) => {
    const size = asNumber(dim)
    return size === null || size < 0 ? null : size
  })
}
