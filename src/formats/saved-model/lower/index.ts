import { throwIfAborted } from '../../../base/abort.ts'
import { EngineError } from '../../../base/errors.ts'
import { type Graph, type GraphInput, type HashTable, outputOf } from '../../../graph/graph.ts'
import type { SignatureGraph } from '../../../graph/model.ts'
import { prune } from '../../../graph/prune.ts'
import type { FoundSignature } from '../ports.ts'
import { sourceOf } from '../proto/source.ts'
import { type Body, mainBody } from './body.ts'
import { contextFor, type Files } from './context.ts'
import type { Context, Frame } from './contract.ts'
import { valueFor } from './emit.ts'
import { Features } from './features.ts'
import type { Ref } from './refs.ts'
import { roundedTo } from './round.ts'
import { run } from './run.ts'
import { Scope } from './scope.ts'
import { State } from './state.ts'

/**
 * The graph of one signature: calls inlined, variables as constants, hash tables with the contents from their
 * initialisers. Raises `model-invalid`, `model-cyclic`, `unknown-op`, `weight-missing`, `weight-shape`,
 * `asset-missing`, `cancelled`.
 */
export async function lower(signature: FoundSignature, files: Files, signal?: AbortSignal): Promise<SignatureGraph> {
  const { meta } = signature
  const context = contextFor(meta, files)
  const body = mainBody(meta.graph.nodes)
  const state = new State()
  initialise(signature, body, context, state)
  const scope = new Scope(context.budget)
  const features = new Features(scope)
  context.features = features
  const given = new Map<string, Ref[]>()
  const inputs = signature.inputs.map(({ name, dtype, shape, tensor }): GraphInput => {
    const node = scope.op(tensor.replace(/:0$/, '').replaceAll(':', '_'), 'Placeholder', [], {
      dtype: { type: dtype },
      shape: { shape },
    })
    const source = sourceOf(tensor, false)
    const refs = given.get(source.node) ?? []
    refs[source.index] = { kind: 'value', value: outputOf(node) }
    given.set(source.node, refs)
    const input = { name, node, dtype, shape }
    features.add(input)
    return input
  })
  const frame = frameOf(context, body, scope, state)
  const refs = run(
    frame,
    given,
    signature.outputs.map(({ tensor }) => tensor),
    [],
  )
  const outputs = signature.outputs.map(({ name, dtype, shape, stored }, i) => {
    const node = { name, op: 'the signature', inputs: [], attributes: new Map() }
    const value = valueFor(refs[i] as Ref, { frame, node, inputs: [], pivots: [] })
    return { name, dtype, shape, value: roundedTo(stored, value, scope) }
  })
  const whole: Graph = { inputs, outputs, nodes: scope.nodes, functions: context.functions, tables: new Map() }
  const { inputs: kept, repairs } = features.applied(whole)
  const graph = prune({ ...whole, inputs: kept })
  throwIfAborted(signal)
  const tables = await tablesOf(graph, context)
  return { graph: tables.size === 0 ? graph : { ...graph, tables }, repairs: [...context.repairs, ...repairs] }
}

function frameOf(context: Context, body: Body, scope: Scope, state: State): Frame {
  return { context, body, scope, state, binding: new Map(), depth: 0, reserved: new Map() }
}

const tableInitialisers = /^(InitializeTable|LookupTableImport)/

/** Runs the initialisation ops, so that tables get their contents and asset-path variables their values. */
function initialise({ meta }: FoundSignature, body: Body, context: Context, state: State): void {
  const operation = meta.signatures.get('__saved_model_init_op')
  const roots = new Set([
    ...[...(operation?.outputs.values() ?? [])].map(({ tensor }) => tensor.replace(/:\d+$/, '')),
    ...meta.initialisers.map((name) => name.replace(/:\d+$/, '')),
    ...meta.graph.nodes.filter(({ op }) => tableInitialisers.test(op)).map(({ name }) => name),
  ])
  context.initialising = true
  for (const root of roots) {
    if (!body.nodes.has(root)) continue
    try {
      run(frameOf(context, body, new Scope(context.budget), state), new Map(), [], [root])
    } catch (error) {
      // A table that stays empty is reported when it is looked up.
      if (!(error instanceof EngineError)) throw error
    }
  }
  context.initialising = false
}

/** Contents of the tables that remain in the graph. */
async function tablesOf(graph: Graph, context: Context): Promise<ReadonlyMap<string, HashTable>> {
  const bodies = [graph.nodes, ...[...graph.functions.values()].map(({ nodes }) => nodes)]
  const tables = new Map<string, HashTable>()
  for (const table of context.tables.values()) {
    if (!bodies.some((nodes) => nodes.has(table.name))) continue
    if (table.contents === null)
      throw new EngineError(
        'model-invalid',
        `The hash table "${table.name.replace(/^tables\//, '')}" is looked up, but has no supported initialiser.`,
        'Initialise it from constants or a text file, and export the model again.',
      )
    tables.set(table.name, await table.contents())
  }
  return tables
}
