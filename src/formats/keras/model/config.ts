import { EngineError } from '../../../base/errors.ts'
import { asArray, asNumbers, asObject, asString, get } from '../../shared/json-value.ts'
import { layerOf } from '../layers/inner-layer.ts'
import type { Layer } from '../layers/layer.ts'
import { type CallArguments, callOf, type Structure, structureOf } from './references.ts'

/** A layer in its model. */
export interface ModelLayer {
  readonly layer: Layer
  /** Its calls in the model, in order; none for inputs and in a Sequential. */
  readonly calls: readonly CallArguments[]
  /** Connected in the Keras 3 style, `{args, kwargs}`. */
  readonly keras3: boolean
}

/** A model: the outermost one, or a nested model used as a layer. */
export interface ModelConfig {
  readonly layers: readonly ModelLayer[]
  /** `null` in a Sequential, which calls its layers in sequence. */
  readonly graph: { readonly inputs: Structure; readonly outputs: Structure } | null
  /** Recorded for a Sequential that was built without an input layer. */
  readonly buildShape: readonly unknown[] | null
}

const modelClasses: ReadonlySet<string> = new Set(['Sequential', 'Functional', 'Model'])

/** Custom subclasses of Functional count: their config lists layers and connections. */
export function isModel(layer: Layer): boolean {
  if (modelClasses.has(layer.className)) return true
  return asArray(get(layer.config, 'layers')) !== null && get(layer.config, 'output_layers') !== undefined
}

/** Reads the config of a model layer. Raises `model-invalid`. */
export function modelConfig(model: Layer): ModelConfig {
  const list = asArray(get(model.config, 'layers'))
  if (list === null) throw model.error('is a model, but its config lists no layers.', 'Save the model again.')
  const sequential = model.className === 'Sequential' || get(model.config, 'output_layers') === undefined
  const entries = list.map((value, index) => entryOf(value, index, model))
  const names = new Set(entries.map(({ layer }) => layer.name))
  if (!sequential && names.size < entries.length) throw model.error('has two layers of the same name.')
  const isLayer = (name: string) => names.has(name)
  // A reference to a missing layer must not pass for a plain list.
  const isAny = () => true
  const inputs = get(model.config, 'input_layers')
  const outputs = get(model.config, 'output_layers')
  return {
    layers: entries.map(({ layer, value }) => {
      const nodes = sequential ? [] : (asArray(get(value, 'inbound_nodes')) ?? [])
      return {
        layer,
        calls: nodes.flatMap((node) => callOf(node, isLayer) ?? []),
        keras3: nodes.some((node) => asObject(node) !== null),
      }
    }),
    graph: sequential ? null : { inputs: structureOf(inputs, isAny), outputs: structureOf(outputs, isAny) },
    buildShape: shapeIn(get(model.config, 'build_input_shape')),
  }
}

function entryOf(value: unknown, index: number, model: Layer): { readonly layer: Layer; readonly value: unknown } {
  const layer = layerOf(value, model.dialect, asString(get(value, 'name')) ?? `layer_${index}`)
  if (layer === null)
    throw new EngineError(
      'model-invalid',
      `Entry ${index + 1} of the layers of "${model.name}" is not a layer config: ${(JSON.stringify(value) ?? 'nothing').slice(0, 60)}.`,
      'The file may be damaged; save the model again.',
    )
  return { layer, value }
}

function shapeIn(value: unknown): readonly unknown[] | null {
  const list = asArray(value)
  return list !== null && (list.every((dim) => dim === null) || asNumbers(list.filter((dim) => dim !== null)) !== null)
    ? list
    : null
}
