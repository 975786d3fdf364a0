import { EngineError } from '../../base/errors.ts'
import { asArray, asObject, asString, get, type JsonObject } from '../json-value.ts'

/** A layer of a Keras configuration: `{class_name, config, inbound_nodes}`. */
export interface LayerNode {
  readonly className: string
  readonly name: string
  readonly config: JsonObject
  /** As in the file; its form differs between Keras 2 and 3. */
  readonly inbound: unknown
}

/** A configuration that holds layers: Sequential, Functional or the older Model. */
export interface LayersConfig {
  readonly className: string
  readonly name: string
  readonly layers: readonly LayerNode[]
  readonly sequential: boolean
  readonly inputs: unknown
  readonly outputs: unknown
}

/** The outermost model of a topology: `{class_name, config}`, or the same under `model_config`. Raises `model-invalid`. */
export function rootModel(topology: JsonObject, path: string): LayersConfig {
  const outer = asObject(get(topology, 'model_config', 'modelConfig')) ?? topology
  const model = nestedModel({
    className: classOf(outer),
    name: '',
    config: asObject(get(outer, 'config')) ?? listed(get(outer, 'config')),
    inbound: null,
  })
  if (model !== null) return model
  throw new EngineError(
    'model-invalid',
    `${path} is a layers model, but its topology (${classOf(outer) || 'no class name'}) lists no layers.`,
    'Convert or export the model again.',
  )
}

/** A layer that is a model itself; `null` for every other. */
export function nestedModel(layer: LayerNode): LayersConfig | null {
  const list = asArray(get(layer.config, 'layers'))
  if (list === null) return null
  const sequential =
    layer.className === 'Sequential' || get(layer.config, 'output_layers', 'outputLayers') === undefined
  return {
    className: layer.className,
    name: asString(get(layer.config, 'name')) ?? layer.name,
    layers: list.map(layerNode),
    sequential,
    inputs: get(layer.config, 'input_layers', 'inputLayers'),
    outputs: get(layer.config, 'output_layers', 'outputLayers'),
  }
}

/** Layer class → how many, nested models and wrapped layers included; `total` counts layers without the inputs and the models themselves. */
export function countLayers(model: LayersConfig): {
  readonly operations: ReadonlyMap<string, number>
  readonly total: number
} {
  const operations = new Map<string, number>()
  let total = 0
  const count = (layer: LayerNode) => {
    operations.set(layer.className, (operations.get(layer.className) ?? 0) + 1)
    const nested = nestedModel(layer)
    if (nested !== null) for (const child of nested.layers) count(child)
    else if (layer.className !== 'InputLayer') total++
    const wrapped = asObject(get(layer.config, 'layer'))
    if (wrapped !== null && classOf(wrapped) !== '')
      operations.set(classOf(wrapped), (operations.get(classOf(wrapped)) ?? 0) + 1)
  }
  for (const layer of model.layers) count(layer)
  return { operations, total }
}

function layerNode(value: unknown): LayerNode {
  const config = asObject(get(value, 'config')) ?? listed(get(value, 'config'))
  return {
    className: classOf(value),
    name: asString(get(value, 'name')) ?? asString(get(config, 'name')) ?? '',
    config,
    inbound: get(value, 'inbound_nodes', 'inboundNodes'),
  }
}

function classOf(value: unknown): string {
  return asString(get(value, 'class_name', 'className')) ?? ''
}

/** Before Keras 2.2.3 the configuration of a Sequential was the bare list of its layers. */
function listed(value: unknown): JsonObject {
  const layers = asArray(value)
  return layers === null ? {} : { layers }
}
