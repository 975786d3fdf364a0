import type { Signature } from '../../base/model.ts'
import type { DType, Shape, TensorSpec } from '../../base/tensor.ts'
import { asArray, asNumber, asObject, asString, get, type JsonObject } from '../json-value.ts'
import { type LayerNode, type LayersConfig, nestedModel } from './config.ts'

const dtypes: Readonly<Record<string, DType>> = {
  int8: 'int32',
  int16: 'int32',
  int32: 'int32',
  int64: 'int32',
  uint8: 'int32',
  bool: 'bool',
  string: 'string',
  complex64: 'complex64',
}

/**
 * Inputs and outputs as tfjs-layers names them: inputs after their input layers (a Sequential without one: first layer +
 * `_input`), outputs after the layers that make them. Their shapes are not in the configuration; a running session knows them.
 */
export function readSignature(model: LayersConfig): Signature {
  return { name: 'default', inputs: inputsOf(model), outputs: outputsOf(model) }
}

function inputsOf(model: LayersConfig): readonly TensorSpec[] {
  const [first] = model.layers
  if (!model.sequential) {
    const named = layerNames(model.inputs).flatMap((name) => model.layers.find((layer) => layer.name === name) ?? [])
    return named.map((layer) => inputSpec(layer, layer.name))
  }
  if (first === undefined) return []
  const nested = nestedModel(first)
  if (nested !== null && shapeOf(first.config) === undefined) return inputsOf(nested)
  return [inputSpec(first, first.className === 'InputLayer' ? first.name : `${first.name}_input`)]
}

function outputsOf(model: LayersConfig): readonly TensorSpec[] {
  const last = model.layers.at(-1)
  if (!model.sequential) return layerNames(model.outputs).map(outputSpec)
  if (last === undefined) return []
  const nested = nestedModel(last)
  if (nested !== null && (model.layers.length === 1 || outputsOf(nested).length > 1)) return outputsOf(nested)
  return [outputSpec(last.name || (nested?.name ?? ''))]
}

/** Units of the Dense layers that make the outputs: the sizes of their last dimensions, as far as they are plain to see. */
export function classCounts(model: LayersConfig): readonly number[] {
  const last = model.layers.at(-1)
  const makers = model.sequential
    ? last === undefined
      ? []
      : [last]
    : layerNames(model.outputs).flatMap((name) => model.layers.find((layer) => layer.name === name) ?? [])
  return makers.flatMap((layer) => {
    const nested = nestedModel(layer)
    if (nested !== null) return classCounts(nested)
    return layer.className === 'Dense' ? (asNumber(get(layer.config, 'units')) ?? []) : []
  })
}

function outputSpec(name: string): TensorSpec {
  return { name, dtype: 'float32', shape: null }
}

function inputSpec(layer: LayerNode, name: string): TensorSpec {
  return { name, dtype: dtypeOf(get(layer.config, 'dtype')), shape: shapeOf(layer.config) ?? null }
}

/** `[["a", 0, 0], ["b", 0, 0]]`, or flat `["a", 0, 0]` as Keras 3 writes a single one. */
function layerNames(value: unknown): readonly string[] {
  const list = asArray(value) ?? []
  if (typeof list[0] === 'string') return [list[0]]
  return list.flatMap((item) => asString(asArray(item)?.[0]) ?? [])
}

function shapeOf(config: JsonObject): Shape | undefined {
  const batched = asArray(get(config, 'batch_input_shape', 'batchInputShape', 'batch_shape', 'batchShape'))
  if (batched !== null) return batched.map(asNumber)
  const shape = asArray(get(config, 'input_shape', 'inputShape'))
  return shape === null ? undefined : [null, ...shape.map(asNumber)]
}

/** A name, or a Keras 3 `DTypePolicy` with the name inside. */
function dtypeOf(value: unknown): DType {
  const name =
    asString(value) ?? (asObject(value) === null ? null : asString(get(get(value, 'config'), 'name'))) ?? 'float32'
  return Object.hasOwn(dtypes, name) ? (dtypes[name] ?? 'float32') : 'float32'
}
