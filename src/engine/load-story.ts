import type { OpenedDrop } from '../base/drop.ts'
import { formatBytes, formatCount, formatDuration } from '../base/format.ts'
import { rungLabels } from '../base/ladder.ts'
import { type StageRecord, stage } from '../base/ledger.ts'
import type { ModelSummary } from '../base/model.ts'
import type { OptimisationReport } from '../base/optimisation.ts'
import { formatShape } from '../base/tensor.ts'
import type { Constant } from '../graph/constant.ts'
import type { Graph } from '../graph/graph.ts'
import type { StartedSession } from '../runtime/contract.ts'

/** A model that has been read. */
export interface ReadModel {
  readonly summary: ModelSummary
  /** As it runs. */
  readonly graph: Graph
  readonly optimisation: OptimisationReport
  /** ms to read, lower and optimise it. */
  readonly parseMs: number
}

/** What happened from the drop to a model that is ready, stage by stage, in plain words with the figures of this load. */
export function loadLedger(opened: OpenedDrop, told: ReadModel, started: StartedSession): readonly StageRecord[] {
  return [filesStage(opened), parseStage(told), weightsStage(told, started), backendStage(started)]
}

function filesStage(opened: OpenedDrop): StageRecord {
  const passed = opened.problems.length
  return stage('files', {
    ms: opened.ms,
    bytes: opened.bytes,
    value: formatBytes(opened.bytes),
    story: [
      `${formatCount(opened.files, 'file')}, ${formatBytes(opened.bytes)} in all, listed and sorted out by their first bytes, not by their names.`,
      `${formatCount(opened.models.length, 'model')}, ${formatCount(opened.inputs.length, 'input file')}, ${formatCount(opened.sidecars.length, 'file')} that go with a model${passed > 0 ? `, ${passed} passed over` : ''}.`,
      'Only handles are held. Bytes are read where they lie, when they are needed; nothing is uploaded.',
    ],
    facts: [
      { label: 'Files', value: formatCount(opened.files) },
      { label: 'Size', value: formatBytes(opened.bytes) },
      { label: 'Time to list', value: formatDuration(opened.ms) },
    ],
  })
}

function parseStage({ summary, graph, optimisation, parseMs }: ReadModel): StageRecord {
  const busiest = [...operationsOf(graph)].sort((a, b) => b[1] - a[1]).slice(0, 5)
  return stage('parse', {
    ms: parseMs,
    story: [
      `${summary.path} was read as ${summary.formatLabel}: ${formatCount(summary.operations)} operations with ${formatCount(summary.parameters)} parameters.`,
      ...optimisationStory(optimisation),
      `The most frequent: ${busiest.map(([op, count]) => `${op} × ${count}`).join(', ')}.`,
      `It takes ${graph.inputs.map((input) => `${input.name} ${formatShape(input.shape)} ${input.dtype}`).join(' and ') || 'nothing'} and gives ${formatCount(graph.outputs.length, 'output')}.`,
      ...summary.repairs,
    ],
    facts: [
      { label: 'Operations', value: `${formatCount(optimisation.before)} → ${formatCount(optimisation.after)}` },
      { label: 'Time to optimise', value: formatDuration(optimisation.ms) },
      { label: 'Converted by', value: summary.convertedBy || 'not stated' },
      { label: 'Trained with', value: summary.generatedBy || 'not stated' },
      { label: 'Hash', value: summary.hash },
    ],
  })
}

function optimisationStory({ enabled, before, after, passes, ms }: OptimisationReport): readonly string[] {
  const did = passes.map(
    ({ label, changes, removed }) =>
      `${label}: ${formatCount(changes, 'place')}, ${formatCount(Math.abs(removed), 'operation')} ${removed < 0 ? 'more' : 'fewer'}.`,
  )
  if (!enabled) return ['The optimiser is switched off; the graph runs as it was read.', ...did]
  if (did.length === 0) return ['The optimiser found nothing to do.']
  return [`Optimised from ${formatCount(before)} to ${formatCount(after)} operations in ${formatDuration(ms)}.`, ...did]
}

/** Op → how many, without inputs and constants. */
function operationsOf({ nodes, functions }: Graph): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const body of [nodes, ...[...functions.values()].map((one) => one.nodes)])
    for (const { op } of body.values())
      if (op !== 'Const' && op !== 'Placeholder') counts.set(op, (counts.get(op) ?? 0) + 1)
  return counts
}

/** What of the graph lies in files; each once, however many nodes hold it. */
function weightsOf({ nodes, functions, tables }: Graph): readonly Constant[] {
  const found = new Set<Constant>()
  for (const body of [nodes, ...[...functions.values()].map((one) => one.nodes)])
    for (const { constant } of body.values()) if (constant !== undefined) found.add(constant)
  for (const { keys, values } of tables.values()) found.add(keys).add(values)
  return [...found].filter(({ bytes }) => bytes > 0)
}

function weightsStage({ summary, graph }: ReadModel, started: StartedSession): StageRecord {
  const weights = weightsOf(graph)
  const bytes = weights.reduce((sum, weight) => sum + weight.bytes, 0)
  const held = summary.weightFiles.filter(({ state }) => state === 'have').length
  const rate = started.weightsMs > 0 ? bytes / (started.weightsMs / 1000) : 0
  return stage('weights', {
    ms: started.weightsMs,
    bytes,
    story: [
      `${formatCount(weights.length, 'tensor')}, ${formatBytes(bytes)}, read one by one from ${formatCount(Math.max(1, held), 'file')} and handed to ${rungLabels[started.session.rung]}; no file is ever joined or held whole.`,
      summary.quantisation === ''
        ? 'The weights are stored as they are used, without quantisation.'
        : `Stored as ${summary.quantisation}; expanded to 32 bit while reading.`,
      ...started.warnings,
    ],
    facts: [
      { label: 'Tensors', value: formatCount(weights.length) },
      { label: 'Bytes in files', value: formatBytes(bytes) },
      { label: 'Rate', value: `${formatBytes(rate)}/s` },
    ],
  })
}

function backendStage(started: StartedSession): StageRecord {
  const { session, ladder } = started
  return stage('backend', {
    ms: started.backendMs,
    value: rungLabels[session.rung],
    story: [...ladder.map(({ id, reason }) => `${rungLabels[id]}: ${reason}.`), ...started.story],
    facts: [
      { label: 'In use', value: rungLabels[session.rung] },
      { label: 'Device', value: ladder.find(({ id }) => id === session.rung)?.device || 'not stated' },
      { label: 'Start and self-test', value: formatDuration(started.backendMs) },
      { label: 'Model built in', value: formatDuration(started.buildMs) },
    ],
  })
}
