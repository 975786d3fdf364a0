import type { OpenedDrop } from '../base/drop.ts'
import { type StageRecord, stage } from '../base/ledger.ts'
import type { ModelSummary } from '../base/model.ts'
import type { OperationCount } from '../base/stage-facts.ts'
import type { Constant } from '../graph/constant.ts'
import type { Graph, GraphNode } from '../graph/graph.ts'
import type { StartedSession } from '../runtime/contract.ts'

/** A model after reading. */
export interface ReadModel {
  readonly summary: ModelSummary
  /** Time to read, lower and optimise it, ms. */
  readonly parseMs: number
}

/** Number of ops listed in the facts of `parse`. */
const listedOperations = 5

/** The stages from the drop to a ready model: `files` to `backend`. */
export function loadLedger(opened: OpenedDrop, model: ReadModel, started: StartedSession): readonly StageRecord[] {
  return [filesStage(opened), parseStage(model, started), weightsStage(model, started), backendStage(started)]
}

function filesStage({ files, models, inputs, sidecars, problems, ms, bytes }: OpenedDrop): StageRecord {
  return stage(
    'files',
    {
      files,
      models: models.length,
      inputs: inputs.length,
      sidecars: sidecars.length,
      skipped: problems.length,
    },
    { ms, bytes },
  )
}

function parseStage({ summary, parseMs }: ReadModel, { graph, optimisation }: StartedSession): StageRecord {
  const { path, formatLabel, topology, parameters, repairs, convertedBy, generatedBy, hash } = summary
  return stage(
    'parse',
    {
      path,
      formatLabel,
      topology,
      parameters,
      optimisation,
      frequent: frequentOperations(graph),
      inputs: graph.inputs.map(({ name, dtype, shape }) => ({ name, dtype, shape })),
      outputs: graph.outputs.length,
      repairs,
      convertedBy,
      generatedBy,
      hash,
    },
    { ms: parseMs },
  )
}

function weightsStage({ summary }: ReadModel, { graph, session, weightsMs, warnings }: StartedSession): StageRecord {
  const weights = weightsOf(graph)
  const held = summary.weightFiles.filter(({ state }) => state === 'have').length
  return stage(
    'weights',
    {
      tensors: weights.length,
      files: Math.max(1, held),
      rung: session.rung,
      quantisation: summary.quantisation,
      warnings,
    },
    { ms: weightsMs, bytes: weights.reduce((sum, weight) => sum + weight.bytes, 0) },
  )
}

function backendStage({ session, ladder, backendMs, buildMs, details }: StartedSession): StageRecord {
  return stage('backend', { rung: session.rung, ladder, buildMs, details }, { ms: backendMs })
}

function frequentOperations(graph: Graph): readonly OperationCount[] {
  const counts = new Map<string, number>()
  for (const { op } of nodesOf(graph))
    if (op !== 'Const' && op !== 'Placeholder') counts.set(op, (counts.get(op) ?? 0) + 1)
  return [...counts]
    .map(([op, count]) => ({ op, count }))
    .sort((a, b) => b.count - a.count)
    .slice(0, listedOperations)
}

/** The distinct constants that are stored in files. */
function weightsOf(graph: Graph): readonly Constant[] {
  const found = new Set<Constant>()
  for (const { constant } of nodesOf(graph)) if (constant !== undefined) found.add(constant)
  for (const { keys, values } of graph.tables.values()) found.add(keys).add(values)
  return [...found].filter(({ bytes }) => bytes > 0)
}

/** The nodes of the graph and of its functions. */
function nodesOf({ nodes, functions }: Graph): readonly GraphNode[] {
  return [nodes, ...[...functions.values()].map((body) => body.nodes)].flatMap((body) => [...body.values()])
}
