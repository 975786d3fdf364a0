import { asArray, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { type Dialect, Layer } from './layer.ts'

/**
 * The layer described by a config: `{class_name, config, module, registered_name}`. Before Keras 2.2.3, a Sequential's
 * config is the bare list of its layers. `null` if the value describes no layer.
 */
export function layerOf(value: unknown, dialect: Dialect, name = ''): Layer | null {
  const className = asString(get(value, 'class_name'))
  if (className === null) return null
  const list = asArray(get(value, 'config'))
  const config: JsonObject = list === null ? (asObject(get(value, 'config')) ?? {}) : { layers: list }
  // References use the name beside the config: the one inside a TensorFlowOpLayer's config lacks its prefix.
  const own = asString(get(value, 'name')) ?? asString(get(config, 'name')) ?? name
  const registered = asString(get(value, 'registered_name'))
  const shared = get(value, 'shared_object_id')
  const sharedId = typeof shared === 'number' ? shared : null
  return new Layer(registered?.includes('>') ? registered : className, moduleOf(value), own, config, dialect, sharedId)
}

/** The layer that a wrapper or RNN holds under one of `keys` of its config. Raises `model-invalid` if there is none. */
export function innerLayer(outer: Layer, ...keys: readonly string[]): Layer {
  const value = outer.get(...keys)
  const inner = layerOf(value, outer.dialect, `${outer.name}_${keys[0] ?? 'layer'}`)
  if (inner === null) throw outer.invalid(keys[0] ?? 'layer', 'the config of a layer', value)
  return inner
}

function moduleOf(value: unknown): string | null {
  return asString(get(value, 'module'))
}
