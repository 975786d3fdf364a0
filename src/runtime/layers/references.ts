import { EngineError } from '../../base/errors.ts'
import { childLayers, field, isRecord, type LayerNode } from './topology.ts'

/** `[layer, node index, tensor index, kwargs]`, as Keras 2 and tfjs write it. */
type Reference = readonly [string, number, number, unknown?]

interface Call {
  readonly layer: string
  readonly references: readonly Reference[]
}

const containers: ReadonlySet<string> = new Set(['Functional', 'Model', 'Sequential'])

/**
 * Walks a functional model as `Container.fromConfig` does, and stops where that would loop for ever: at references to
 * layers or calls that never come. Nested models too. Raises `model-invalid` naming the layers.
 */
export function checkReferences(model: LayerNode): void {
  for (const child of childLayers(model)) checkReferences(child)
  if (model.className === 'Sequential' || !containers.has(model.className)) return
  const layers = childLayers(model)
  const made = new Map(
    layers.map(({ name, className, entry }) => [nameOf(entry, name), containers.has(className) ? 1 : 0]),
  )
  let waiting = layers.flatMap(callsOf)
  for (const { layer, references } of waiting) {
    const missing = references.find(([target]) => !made.has(target))
    if (missing !== undefined)
      throw invalid(`layer "${layer}" takes its input from layer "${missing[0]}", which the model does not hold`)
  }
  for (const { className, entry, name } of layers) if (className === 'InputLayer') made.set(nameOf(entry, name), 1)
  while (waiting.length > 0) {
    const left = waiting.filter(({ layer, references }) => {
      if (references.some(([target, node]) => (made.get(target) ?? 0) <= node)) return true
      made.set(layer, (made.get(layer) ?? 0) + 1)
      return false
    })
    if (left.length === waiting.length) {
      const names = [...new Set(left.map(({ layer }) => `"${layer}"`))].slice(0, 5).join(', ')
      throw invalid(`the inputs of ${names} depend on each other in a circle, or name a call that never happens`)
    }
    waiting = left
  }
}

/** tfjs knows a layer by the name beside its config; Keras writes the same one in both places. */
function nameOf(entry: unknown, inner: string): string {
  const outer = field(entry, 'name')
  return typeof outer === 'string' ? outer : inner
}

function callsOf({ entry, name }: LayerNode): readonly Call[] {
  const layer = nameOf(entry, name)
  const nodes = field(entry, 'inbound_nodes', 'inboundNodes') ?? []
  if (!Array.isArray(nodes)) throw invalid(`the inbound nodes of layer "${layer}" are not a list`)
  return nodes.flatMap((node: unknown) => {
    if (isRecord(node)) {
      throw new EngineError(
        'known-but-unsupported',
        `Layer "${layer}" is connected in the way of Keras 3, which TensorFlow.js's layers format does not know.`,
        'Export the model from Keras as a SavedModel and convert that into a graph model.',
      )
    }
    const references: readonly unknown[] = Array.isArray(node) ? node : []
    if (references.length === 0) return []
    if (!references.every(isReference))
      throw invalid(`an inbound node of layer "${layer}" is not [layer, call, tensor]`)
    return [{ layer, references }]
  })
}

function isReference(value: unknown): value is Reference {
  return (
    Array.isArray(value) && typeof value[0] === 'string' && typeof value[1] === 'number' && typeof value[2] === 'number'
  )
}

function invalid(what: string): EngineError {
  return new EngineError(
    'model-invalid',
    `The topology does not hold together: ${what}.`,
    'The file may be cut short or edited; convert the model again.',
  )
}
