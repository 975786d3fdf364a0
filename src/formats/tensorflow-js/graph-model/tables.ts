import { EngineError } from '../../../base/errors.ts'
import type { Constant } from '../../../graph/constant.ts'
import { type Graph, type GraphNode, type HashTable, producerOf, type Value } from '../../../graph/graph.ts'
import { optimise } from '../../../graph/passes/index.ts'
import { asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'
import { Body, type BodyContext } from './body.ts'
import { graphNodes, type GraphNode as RawNode, sourceOf } from './nodes.ts'

const imports = new Set(['LookupTableImportV2', 'LookupTableImport', 'InitializeTableV2', 'InitializeTable'])

/**
 * The contents that the initialiser puts into its tables, by table node and by filling node. Keys and values are
 * constants, or computed from constants. Raises `model-invalid`, `weights-missing`.
 */
export async function readTables(
  initializer: JsonObject | null,
  context: BodyContext,
  signal?: AbortSignal,
): Promise<ReadonlyMap<string, HashTable>> {
  const raw = graphNodes(initializer)
  const byName = new Map(raw.map((node) => [node.name, node]))
  const fills = raw.filter(({ op }) => imports.has(op))
  if (fills.length === 0) return new Map()
  const body = new Body(raw, [], context)
  const values = fills.flatMap(({ inputs }) => [body.value(inputs[1] ?? ''), body.value(inputs[2] ?? '')])
  const contents = await constantsOf(body, values, context.path, signal)
  return new Map(
    fills.flatMap(({ name, inputs }, i) => {
      const [keys, entries] = contents.slice(2 * i)
      const table = origin(byName, inputs[0] ?? '')
      if (table === undefined || keys === undefined || entries === undefined) return []
      const content = { keys, values: entries }
      // The signature may name either node as the resource.
      return [[table.name, content] as const, [name, content] as const]
    }),
  )
}

async function constantsOf(
  body: Body,
  values: readonly Value[],
  path: string,
  signal: AbortSignal | undefined,
): Promise<readonly Constant[]> {
  const nodes = body.needed(values.map(producerOf))
  const direct = values.map((value) => held(nodes, value))
  if (direct.every((constant) => constant !== null)) return direct
  const outputs = values.map((value, i) => ({ name: `${i}`, value, dtype: null, shape: null }))
  const graph: Graph = { inputs: [], outputs, nodes, functions: new Map(), tables: new Map() }
  const folded = (await optimise(graph, { enabled: true, signal })).graph
  return folded.outputs.map(({ value }) => {
    const constant = held(folded.nodes, value)
    if (constant !== null) return constant
    const op = folded.nodes.get(producerOf(value))?.op ?? 'nothing'
    throw new EngineError(
      'model-invalid',
      `A hash table of ${path} is initialised by ${op}; only constants are supported.`,
    )
  })
}

/** The constant behind a value, skipping nodes that only pass it on. */
function held(nodes: ReadonlyMap<string, GraphNode>, value: Value): Constant | null {
  let node = nodes.get(producerOf(value))
  for (let steps = 0; node?.op === 'Identity' && steps < nodes.size; steps++)
    node = nodes.get(producerOf(node.inputs[0] ?? value))
  return node?.constant ?? null
}

function origin(nodes: ReadonlyMap<string, RawNode>, input: string): RawNode | undefined {
  let node = nodes.get(sourceOf(input))
  for (let steps = 0; node?.op === 'Identity' && steps < nodes.size; steps++)
    node = nodes.get(sourceOf(node.inputs[0] ?? ''))
  return node
}

/** Placeholder in the main graph → initialiser node that creates its resource. */
export function resourcesOf(
  signature: JsonObject | null,
  initializerSignature: JsonObject | null,
): ReadonlyMap<string, string> {
  const makers = new Map<unknown, string>()
  for (const [key, entry] of entriesOf(get(initializerSignature, 'outputs')))
    makers.set(get(entry, 'resourceId'), sourceOf(asString(get(entry, 'name')) ?? key))
  const resources = new Map<string, string>()
  for (const [key, entry] of entriesOf(get(signature, 'inputs'))) {
    const id = get(entry, 'resourceId')
    const maker = makers.get(id)
    if (id !== undefined && maker !== undefined) resources.set(sourceOf(asString(get(entry, 'name')) ?? key), maker)
  }
  return resources
}

function entriesOf(value: unknown): readonly (readonly [string, unknown])[] {
  return Object.entries(asObject(value) ?? {})
}
