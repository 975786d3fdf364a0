import { composeLedger } from '../base/ledger.ts'
import { percentile } from '../base/percentile.ts'
import type { OutputResult, RunInput, RunResult, Score } from '../base/run.ts'
import type { TensorData } from '../base/tensor.ts'
import type { ExportKind, ExportOptions } from './contract.ts'

export const schemaId = 'glassbox-result/1'

/** Outputs up to this size are written in full, larger ones only up to `headLength` elements. */
export const fullLength = 100_000
export const headLength = 1000
/** Number of classes listed in `top`. */
export const topLength = 10

/** The whole result, as described in `docs/result-schema.md`. */
export const json: ExportKind = {
  id: 'json',
  label: 'JSON',
  extension: 'json',
  mime: 'application/json',
  fits: () => true,
  make: async (result, options) => `${JSON.stringify(recordOf(result, options), null, 2)}\n`,
}

/** The JSON export as plain data. Times in ms, sizes in bytes; NaN and infinities as strings. */
export function recordOf(result: RunResult, { load, benchmark, environment }: ExportOptions) {
  const { model, backend, inputs } = result.settings
  const ledger = composeLedger(load, result.ledger)
  const runs = benchmark?.runs ?? [result.ms]
  return {
    schema: schemaId,
    model,
    backend: { id: backend.id, ladder: backend.ladder.map(({ id, state, reason }) => ({ id, state, reason })) },
    preprocessing: inputs.flatMap(stepsOf),
    inputs: inputs.map(({ name, file, dtype, shape }) => ({ name, file, dtype, shape })),
    outputs: result.outputs.map(outputRecord),
    latency: {
      stages: ledger.map(({ id, ms, bytes }) => ({ id, ms, bytes })),
      first: result.firstMs,
      runs,
      p50: numberOrWord(percentile(runs, 0.5)),
      p95: numberOrWord(percentile(runs, 0.95)),
      endToEnd: result.endToEnd,
    },
    memory: benchmark?.memory ?? result.memory,
    recoveries: result.recoveries,
    environment,
  }
}

function stepsOf({ name, plan }: RunInput) {
  return plan.map(({ id, label, summary, reason, chosenBy, values }) => ({
    input: name,
    id,
    label,
    summary,
    reason,
    chosenBy,
    values,
  }))
}

function outputRecord({ name, dtype, shape, stats, value, readings }: OutputResult) {
  const truncated = value.data.length > fullLength
  const best = readings[0]
  const scores = best?.view === 'scores' ? best.data : null
  return {
    name,
    dtype,
    shape,
    view: best?.view ?? 'tensor',
    stats,
    values: valuesOf(value.data, truncated ? headLength : value.data.length),
    truncated,
    top: scores === null ? [] : topOf(scores.rows[0]?.top),
    ...(scores === null ? {} : { applied: scores.applied, labels: scores.labelsSource }),
    ...(scores !== null && scores.rows.length > 1 ? { topRows: scores.rows.map(({ top }) => topOf(top)) } : {}),
  }
}

function valuesOf(data: TensorData, count: number): readonly (number | string)[] {
  return Array.from({ length: count }, (_, i) => numberOrWord(data[i] ?? 0))
}

function topOf(top: readonly Score[] = []) {
  return top.slice(0, topLength).map(({ label, index, value }) => ({ label, index, value: numberOrWord(value) }))
}

/** JSON has no NaN and no infinities: they become `"NaN"`, `"Infinity"`, `"-Infinity"`. */
function numberOrWord(value: number | string): number | string {
  return typeof value === 'string' || Number.isFinite(value) ? value : String(value)
}
