import { asArray, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { type Dialect, Layer } from './layer.ts'

/**
 * The layer that a config describes: `{class_name, config, module, registered_name}`. The config of a Sequential may be the
 * bare list of its layers, as before Keras 2.2.3. `null` when the value describes none.
 */
export function layerOf(value: unknown, dialect: Dialect, name = ''): Layer | null {
  const className = asString(get(value, 'class_name'))
  if (className === null) return null
  const list = asArray(get(value, 'config'))
  const config: JsonObject = list === null ? (asObject(get(value, 'config')) ?? {}) : { layers: list }
  // The name beside the config is the one that references use: that in a TensorFlowOpLayer's config lacks its prefix.
  const own = asString(get(value, 'name')) ?? asString(get(config, 'name')) ?? name
  const registered = asString(get(value, 'registered_name'))
  return new Layer(registered?.includes('>') ? registered : className, moduleOf(value), own, config, dialect)
}

/** What a wrapper or an RNN keeps under one of `keys` of its config. Raises `model-invalid` when there is no layer. */
export function innerLayer(outer: Layer, ...keys: readonly string[]): Layer {
  const value = outer.get(...keys)
  const inner = layerOf(value, outer.dialect, `${outer.name}_${keys[0] ?? 'layer'}`)
  if (inner === null) throw outer.invalid(keys[0] ?? 'layer', 'the config of a layer', value)
  return inner
}

function moduleOf(value: unknown): string | null {
  return asString(get(value, 'module'))
}
