import type { Shape, TensorSpec } from '../../../base/tensor.ts'
import { asArray, asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { typeOf } from './attributes.ts'
import { dtypeOf, shapeOf } from './dtypes.ts'
import { type GraphNode, graphNodes, sourceOf } from './nodes.ts'

/** Ops that are not outputs even though nothing in the graph uses them. */
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

/** `userDefinedMetadata.signature` takes precedence over `signature`, as in tfjs-converter's `GraphModel.loadSync`. */
export function effectiveSignature(root: JsonObject): JsonObject | null {
  return asObject(get(get(root, 'userDefinedMetadata'), 'signature')) ?? asObject(get(root, 'signature'))
}

/** An input or output, and its node in the graph (`name`, `name:1`). */
export interface Port {
  readonly spec: TensorSpec
  readonly reference: string
}

export interface Ports {
  readonly inputs: readonly Port[]
  readonly outputs: readonly Port[]
}

/**
 * Inputs and outputs by user-facing name: signature keys without `:0`, in file order; without a signature, the
 * placeholders and the unused nodes. `structuredOutputKeys` rename outputs by position. Free dimensions are `null`,
 * dtypes are runtime dtypes.
 */
export function readPorts(root: JsonObject, topology: JsonObject): Ports {
  const nodes = graphNodes(topology)
  const byName = new Map(nodes.map((node) => [node.name, node]))
  const signature = effectiveSignature(root)
  const inputs = entries(get(signature, 'inputs'), byName)
  const outputs = entries(get(signature, 'outputs'), byName)
  const results = outputs.length > 0 ? outputs : sinks(nodes).map(nodePort)
  const structured = asArray(get(get(root, 'userDefinedMetadata'), 'structuredOutputKeys')) ?? []
  return {
    inputs: inputs.length > 0 ? inputs : nodes.filter((node) => isInput(node)).map(nodePort),
    outputs: results.map(({ spec, reference }, i) => ({
      spec: { ...spec, name: asString(structured[i]) ?? spec.name },
      reference,
    })),
  }
}

function isInput({ op, attributes }: GraphNode): boolean {
  return op.startsWith('Placeholder') && typeOf(get(get(attributes, 'dtype'), 'type')) !== 'resource'
}

function nodePort(node: GraphNode): Port {
  return { spec: specOf(node.name, node, undefined), reference: node.name }
}

function entries(value: unknown, byName: ReadonlyMap<string, GraphNode>): readonly Port[] {
  return Object.entries(asObject(value) ?? {}).flatMap(([key, entry]) => {
    const isResource = get(entry, 'resourceId') !== undefined || get(entry, 'dtype') === 'DT_RESOURCE'
    const reference = asString(get(entry, 'name')) ?? key
    const node = byName.get(sourceOf(reference))
    return isResource ? [] : [{ spec: specOf(key.replace(/:0$/, ''), node, entry), reference }]
  })
}

/** Details missing from the signature may be in the node's attributes. */
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
