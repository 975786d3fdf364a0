import { composeLedger } from '../base/ledger.ts'
import { percentile } from '../base/percentile.ts'
import { shownOf } from '../base/reading.ts'
import { readingRow, type ViewId } from '../base/readings/index.ts'
import { type OutputResult, type RunInput, type RunResult, steadyTimes } from '../base/run.ts'
import type { TensorData } from '../base/tensor.ts'
import type { ExportKind, ExportOptions } from './contract.ts'
import { numberOrWord, plainFields } from './plain.ts'
import { readingsOf } from './readings.ts'

export const schemaId = 'glassbox-result/1'

/** Outputs up to this size are written in full, larger ones only up to `headLength` elements. */
export const fullLength = 100_000
export const headLength = 1000
/** Number of classes listed in `top`. */
export const topLength = 10

/** The whole result, as described in `docs/result-schema.md`. */
export const json = {
  id: 'json',
  label: 'JSON',
  about: 'Everything about this result, in one file',
  whole: true,
  extension: 'json',
  mime: 'application/json',
  statesModel: true,
  fits: () => true,
  make: async (result, options) => `${JSON.stringify(recordOf(result, options), null, 2)}\n`,
} as const satisfies ExportKind

/** The JSON export as plain data. Times in ms, sizes in bytes; NaN and infinities as strings. */
export function recordOf(result: RunResult, { load, benchmark, environment }: ExportOptions) {
  const { model, backend, inputs } = result.settings
  const ledger = composeLedger(load, result.ledger)
  const runs = benchmark === null ? [result.ms] : steadyTimes(benchmark)
  return {
    schema: schemaId,
    model,
    backend: { id: backend.id, ladder: backend.ladder.map(({ id, state, reason }) => ({ id, state, reason })) },
    preprocessing: inputs.flatMap(stepsOf),
    inputs: inputs.map(({ name, file, dtype, shape }) => ({ name, file, dtype, shape })),
    outputs: result.outputs.map((output) => outputRecord(result, output)),
    readings: readingsOf(result),
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
  return plan.map(({ id, label, summary, reason, certainty, chosenBy, values }) => ({
    input: name,
    id,
    label,
    summary,
    reason,
    certainty,
    chosenBy,
    values,
  }))
}

function outputRecord(result: RunResult, output: OutputResult) {
  const { name, dtype, shape, stats, value } = output
  const truncated = value.data.length > fullLength
  const shown = shownOf(result, output)
  const ranking = shown === null ? undefined : readingRow(shown).ranking?.(shown.data, output, topLength)
  return {
    name,
    dtype,
    shape,
    view: shown?.view ?? ownView(result, name),
    stats,
    values: valuesOf(value.data, truncated ? headLength : value.data.length),
    truncated,
    ...plainFields(ranking ?? { top: [] }),
  }
}

/** How an output that another one's reading uses would be read by itself. */
function ownView({ groups }: RunResult, name: string): ViewId {
  const candidates = groups.flatMap((group) => group.candidates)
  return candidates.find(({ uses }) => uses[0] === name)?.view ?? 'tensor'
}

function valuesOf(data: TensorData, count: number): readonly (number | string)[] {
  return Array.from({ length: count }, (_, i) => numberOrWord(data[i] ?? 0))
}
