import { EngineError } from '../../../../base/errors.ts'
import type { GraphBuilder } from '../../../../graph/builder.ts'
import type { Value } from '../../../../graph/graph.ts'
import { asObject, get, type JsonObject } from '../../../shared/json-value.ts'
import { Layer } from '../layer.ts'
import { type Activation, activationRows } from './table.ts'

const byName = new Map(activationRows.flatMap(({ names, apply }) => names.map((name) => [name, apply] as const)))

const noConfig: JsonObject = {}

/**
 * Applies an activation. `spec` comes from the config: a name, the `{class_name, config}` of a layer or registered
 * function, or nothing for none. Raises `custom-layer` naming a function that is not part of Keras, `model-invalid` for
 * anything else.
 */
export function activate(b: GraphBuilder, x: Value, spec: unknown, layer: Layer): Value {
  if (spec === null || spec === undefined) return x
  if (typeof spec === 'string') return activationOf(spec, layer)(b, x, options(layer, spec, noConfig))
  const className = get(spec, 'class_name')
  const config = get(spec, 'config')
  if (typeof className !== 'string') throw layer.invalid('activation', 'the name of an activation', spec)
  // `{class_name: 'function', config: 'relu'}`: a function that Keras found in a module or a registry.
  if (typeof config === 'string') return activate(b, x, config, layer)
  // An `Activation` layer used as a function.
  if (className === 'Activation') return activate(b, x, get(config, 'activation'), layer)
  return activationOf(className, layer)(b, x, options(layer, className, asObject(config) ?? noConfig))
}

function activationOf(name: string, layer: Layer): Activation {
  const apply = byName.get(bare(name))
  if (apply !== undefined) return apply
  throw new EngineError(
    'custom-layer',
    `Layer "${layer.name}" (${layer.className}) uses the activation "${name}", which Keras does not have.`,
    'Replace it with a Keras activation, or export the model as a SavedModel, which stores the operations themselves.',
  )
}

function options(layer: Layer, name: string, config: JsonObject): Layer {
  return new Layer(name, null, layer.name, config, layer.dialect)
}

/** `keras.activations>relu` or `builtins>relu`, as registries write names, without the prefix. */
function bare(name: string): string {
  return byName.has(name) ? name : name.slice(name.lastIndexOf('>') + 1)
}
