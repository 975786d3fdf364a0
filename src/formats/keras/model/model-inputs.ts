import type { GraphBuilder } from '../../../graph/builder.ts'
import { KerasTensor, type Nested, tensorsOf } from '../layers/tensor.ts'
import { inputSpec, isInputLayer } from './input-layer.ts'
import type { ModelNode } from './nodes.ts'
import { Reference, type Structure } from './references.ts'

/** A model input: its layer, and its Keras name (the key, if the inputs are a dict). */
export interface ModelInput {
  readonly layer: string
  readonly name: string
}

/** The inputs of a functional model, in Keras's flattened order. */
export function inputsOf(model: ModelNode): readonly ModelInput[] {
  const { graph, layers } = model.config
  if (graph === null) {
    const first = layers.find(({ layer }) => isInputLayer(layer))
    return first === undefined ? [] : [{ layer: first.layer.name, name: first.layer.name }]
  }
  return namedReferences(graph.inputs).map(({ name, reference }) => ({ layer: reference.layer, name }))
}

/** References with their names, flattened: dict keys, or layer names elsewhere. */
export function namedReferences(value: Structure): readonly { readonly name: string; readonly reference: Reference }[] {
  if (value instanceof Reference) return [{ name: value.layer, reference: value }]
  if (typeof value !== 'object' || value === null) return []
  if (Array.isArray(value)) return (value as readonly Structure[]).flatMap(namedReferences)
  const dict = value as { readonly [key: string]: Structure }
  return Object.keys(dict)
    .sort()
    .flatMap((key) => {
      const inner = dict[key] ?? null
      return inner instanceof Reference ? [{ name: key, reference: inner }] : namedReferences(inner)
    })
}

/**
 * Matches a call's tensors to the model's input layers: by key or name if a dict with all of them is given, otherwise
 * in flattened order. Raises `model-invalid` if there are too few.
 */
export function bindInputs(
  b: GraphBuilder,
  model: ModelNode,
  given: Nested,
  mask: Nested,
): ReadonlyMap<string, KerasTensor> {
  const inputs = inputsOf(model)
  const tensors = byName(inputs, given) ?? tensorsOf(given)
  if (tensors.length < inputs.length)
    throw model.layer.error(`takes ${inputs.length} inputs, but is called with ${tensors.length}.`)
  const masks = tensorsOf(mask)
  return new Map(
    inputs.map(({ layer }, i) => {
      const tensor = tensors[i] as KerasTensor
      const explicit = masks.length === inputs.length ? masks[i]?.value : undefined
      return [layer, new KerasTensor(asStated(b, model, layer, tensor), explicit ?? tensor.mask)]
    }),
  )
}

function byName(inputs: readonly ModelInput[], given: Nested): readonly KerasTensor[] | null {
  if (typeof given !== 'object' || given === null || Array.isArray(given) || given instanceof KerasTensor) return null
  const dict = given as { readonly [key: string]: Nested }
  const found = inputs.map(({ name, layer }) =>
    [name, layer].map((key) => (Object.hasOwn(dict, key) ? dict[key] : null)),
  )
  const tensors = found.map(([a, c]) => (a instanceof KerasTensor ? a : c))
  return tensors.every((tensor): tensor is KerasTensor => tensor instanceof KerasTensor) ? tensors : null
}

/** Keras casts a model's arguments to the dtype of the input. */
function asStated(b: GraphBuilder, model: ModelNode, name: string, { value }: KerasTensor) {
  const layer = model.config.layers.find((entry) => entry.layer.name === name)?.layer
  if (layer === undefined || !isInputLayer(layer)) return value
  const { dtype } = inputSpec(layer)
  const found = b.dtype(value)
  return found === dtype || dtype === 'string' || found === 'string' ? value : b.cast(value, dtype)
}
