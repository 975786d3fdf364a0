import { EngineError } from '../../../base/errors.ts'
import type { Constant } from '../../../graph/constant.ts'
import {
  type Graph,
  type GraphInput,
  type GraphNode,
  type GraphOutput,
  type HashTable,
  producerOf,
} from '../../../graph/graph.ts'
import type { JsonObject } from '../../shared/json-value.ts'
import { readAttributes } from './attributes.ts'
import { Body } from './body.ts'
import { readFunctions } from './functions.ts'
import { graphNodes, sourceOf } from './nodes.ts'
import type { Port, Ports } from './signature.ts'
import { readTables, resourcesOf } from './tables.ts'

export interface GraphFile {
  /** For messages. */
  readonly path: string
  readonly topology: JsonObject
  readonly initializer: JsonObject | null
  readonly signature: JsonObject | null
  readonly initializerSignature: JsonObject | null
  readonly ports: Ports
  /** By `Const` node name, in manifest order. */
  readonly constants: ReadonlyMap<string, Constant>
}

/**
 * The part of a GraphDef that its outputs need. Every input becomes a placeholder, whatever node the signature names; a
 * resource input becomes its hash table. Raises `model-invalid`, `model-cyclic`, `weights-missing`.
 */
export async function toGraph(file: GraphFile, signal?: AbortSignal): Promise<Graph> {
  const { path, topology, constants, ports } = file
  const context = { path, constants }
  const raw = graphNodes(topology)
  const byName = new Map(raw.map((node) => [node.name, node]))
  const inputs = ports.inputs.map((port) => inputOf(port, byName.has(sourceOf(port.reference)), path))
  const tables = tablesOf(file, await readTables(file.initializer, context, signal), byName)
  const given = [
    ...inputs.map((input) => placeholder(input, byName.get(input.node)?.attributes)),
    ...[...tables].map(([name, table]) => tableNode(name, table)),
  ]
  const givenNames = new Set(given.map(({ name }) => name))
  const fed = raw.map((node) =>
    node.op === 'PlaceholderWithDefault' && !givenNames.has(node.name) ? { ...node, op: 'Identity' } : node,
  )
  const body = new Body(fed, given, context)
  if (ports.outputs.length === 0) throw noOutput(path)
  const outputs = ports.outputs.map(({ spec, reference }): GraphOutput => {
    const value = body.value(reference)
    return { name: spec.name, value, dtype: spec.dtype, shape: spec.shape }
  })
  const roots = [...inputs.map(({ node }) => node), ...outputs.map(({ value }) => producerOf(value))]
  const nodes = body.needed(roots)
  for (const node of nodes.values()) if (!givenNames.has(node.name)) checkFed(node, path)
  const functions = readFunctions(topology, nodes.values(), context)
  const used = new Map([...tables].filter(([name]) => nodes.has(name)))
  return { inputs, outputs, nodes, functions, tables: used }
}

function inputOf({ spec, reference }: Port, exists: boolean, path: string): GraphInput {
  if (exists) return { ...spec, node: sourceOf(reference) }
  throw new EngineError(
    'model-invalid',
    `The signature of ${path} maps the input "${spec.name}" to node "${sourceOf(reference)}", which is not in the graph.`,
    'The file may be truncated or edited; convert the model again.',
  )
}

/** The node's own dtype and shape take precedence over the signature: the executor enforces them. */
function placeholder({ node, dtype, shape }: GraphInput, own: JsonObject | undefined): GraphNode {
  const stated = { dtype: { type: dtype }, shape: { shape } }
  const { dtype: type, shape: size } = readAttributes(own ?? {})
  const attributes = {
    ...stated,
    ...(type === undefined ? {} : { dtype: type }),
    ...(size === undefined ? {} : { shape: size }),
  }
  return { name: node, op: 'Placeholder', inputs: [], attributes }
}

/** Main-graph tables by the nodes that represent them: resource placeholders, or nodes with the same name. */
function tablesOf(
  { signature, initializerSignature }: GraphFile,
  contents: ReadonlyMap<string, HashTable>,
  byName: ReadonlyMap<string, { readonly op: string }>,
): ReadonlyMap<string, HashTable> {
  const tables = new Map<string, HashTable>()
  for (const [node, maker] of resourcesOf(signature, initializerSignature)) {
    const content = contents.get(maker)
    if (content !== undefined) tables.set(node, content)
  }
  for (const [name, { op }] of byName) {
    const content = contents.get(name)
    if (op.startsWith('HashTable') && content !== undefined) tables.set(name, content)
  }
  return tables
}

function tableNode(name: string, { keys, values }: HashTable): GraphNode {
  const attributes = { key_dtype: { type: keys.dtype }, value_dtype: { type: values.dtype } }
  return { name, op: 'HashTableV2', inputs: [], attributes }
}

/** Raises `model-invalid` for a table that is never filled, and for an input missing from the signature. */
function checkFed({ name, op, attributes }: GraphNode, path: string): void {
  const { dtype } = attributes
  const resource = dtype !== undefined && 'type' in dtype && dtype.type === 'resource'
  if (op.startsWith('HashTable') || (op === 'Placeholder' && resource))
    throw new EngineError(
      'model-invalid',
      `The hash table "${name}" in ${path} has no initialiser.`,
      'Convert the model again, with its initialiser.',
    )
  if (op === 'Placeholder') throw unlisted(name, path)
}

function noOutput(path: string): EngineError {
  return new EngineError(
    'model-invalid',
    `The graph in ${path} has no output: its signature names none, and every node feeds another.`,
    'Convert the model again; the signature and the graph must come from the same conversion.',
  )
}

function unlisted(name: string, path: string): EngineError {
  return new EngineError(
    'model-invalid',
    `The graph in ${path} needs the placeholder "${name}", which its signature does not list as an input.`,
    'Convert the model again; the signature and the graph must come from the same conversion.',
  )
}
