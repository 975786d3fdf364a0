import type { Signature } from '../../base/model.ts'
import type { Shape, TensorSpec } from '../../base/tensor.ts'
import { asArray, asObject, asString, get, type JsonObject } from '../json-value.ts'
import { dtypeOf, shapeOf } from './dtypes.ts'
import { type GraphNode, graphNodes, sourceOf } from './nodes.ts'

/** Nodes whose result nobody asks for, though nothing in the graph uses it. */
const noOutputs = new Set([
  'Const',
  'NoOp',
  'Placeholder',
  'PlaceholderWithDefault',
  'Assert',
  'LookupTableImportV2',
  'LookupTableImport',
  'HashTableV2',
  'HashTable',
])

/** `userDefinedMetadata.signature` goes before `signature`, as in tfjs-converter's `GraphModel.loadSync`. */
export function effectiveSignature(root: JsonObject): JsonObject | null {
  return asObject(get(get(root, 'userDefinedMetadata'), 'signature')) ?? asObject(get(root, 'signature'))
}

/**
 * Inputs and outputs by the names a person knows: the keys of the signature without `:0`, in the order of the file; where
 * there is none, the placeholders and the nodes that nothing uses. `structuredOutputKeys` rename outputs by their place. Free dimensions are `null`, dtypes those of run time.
 */
export function readSignature(root: JsonObject, topology: JsonObject): Signature {
  const nodes = graphNodes(topology)
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const signature = effectiveSignature(root)
  const inputs = entries(get(signature, 'inputs'), byName)
  const outputs = entries(get(signature, 'outputs'), byName)
  const results = outputs.length > 0 ? outputs : sinks(nodes).map((node) => specOf(node.name, node, undefined))
  const structured = asArray(get(get(root, 'userDefinedMetadata'), 'structuredOutputKeys')) ?? []
  return {
    name: 'default',
    inputs:
      inputs.length > 0
        ? inputs
        : nodes.filter(({ op }) => op.startsWith('Placeholder')).map((node) => specOf(node.name, node, undefined)),
    outputs: results.map((spec, i) => ({ ...spec, name: asString(structured[i]) ?? spec.name })),
  }
}

function entries(value: unknown, byName: ReadonlyMap<string, GraphNode>): readonly TensorSpec[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([key, entry]) => {
    const isResource = get(entry, 'resourceId') !== undefined || get(entry, 'dtype') === 'DT_RESOURCE'
    const node = byName.get(sourceOf(asString(get(entry, 'name')) ?? key))
    return isResource ? [] : [specOf(key.replace(/:0$/, ''), node, entry)]
  })
}

/** What the signature leaves out, the node's attributes may tell. */
function specOf(name: string, node: GraphNode | undefined, entry: unknown): TensorSpec {
  const attribute = (key: string) => get(node?.attributes, key)
  const dtype =
    dtypeOf(get(entry, 'dtype')) ??
    dtypeOf(get(attribute('dtype'), 'type')) ??
    dtypeOf(get(attribute('T'), 'type')) ??
    'float32'
  const stated = shapeOf(get(entry, 'tensorShape', 'tensor_shape'))
  const inferred: Shape | null | undefined =
    shapeOf(get(attribute('shape'), 'shape')) ??
    shapeOf(asArray(get(get(attribute('_output_shapes'), 'list'), 'shape'))?.[0])
  return { name, dtype, shape: stated ?? inferred ?? null }
}

function sinks(nodes: readonly GraphNode[]): readonly GraphNode[] {
  const used = new Set(nodes.flatMap(({ inputs }) => inputs.map(sourceOf)))
  return nodes.filter(({ name, op }) => !used.has(name) && !noOutputs.has(op))
}
