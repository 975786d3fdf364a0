import { type StageId, type StageRecord, stageIds } from '../base/ledger.ts'
import { own } from '../base/own.ts'
import type { Progress } from '../base/progress.ts'
import { resultFacts } from '../base/result-facts.ts'
import { railShare, type Summary, summarise } from '../measure/index.ts'
import { inputsOf } from './bindings.ts'
import type { InputSet, RunEntry, State } from './state.ts'

export function shownEntry(state: State): RunEntry | null {
  return state.run.entries.find(({ run }) => run === state.run.shown) ?? null
}

/** Whether an input set (default: the selected one) can run now; if not, the reason, for the button's description. */
export function canRun(state: State, inputSet?: InputSet): { readonly ok: boolean; readonly reason: string } {
  const { loaded, pending, current } = state.model
  if (loaded === null) return { ok: false, reason: 'Drop a model first.' }
  // Running now would discard the signature, backend or optimiser setting that is being loaded.
  if (pending !== null && pending === current) return { ok: false, reason: 'The model is being reloaded.' }
  const target = inputSet ?? state.input.inputSets.find(({ id }) => id === state.input.selected)
  const unbound = inputsOf(state).filter(({ name }) => own(target?.sources ?? {}, name) === undefined)
  const [first] = unbound
  if (first !== undefined) return { ok: false, reason: `Input ${first.name} has no source yet.` }
  return { ok: true, reason: '' }
}

export interface RailStage {
  readonly id: StageId
  readonly state: 'idle' | 'active' | 'done' | 'error'
  /** Time relative to the longest stage, 0…1. */
  readonly share: number
  /** Progress while active, else `null`. */
  readonly progress: Progress | null
  readonly record: StageRecord | null
}

/** The nine stages, from the current load and the shown run. */
export function rail(state: State): readonly RailStage[] {
  const entry = shownEntry(state)
  const records = new Map<StageId, StageRecord>()
  for (const record of state.model.loaded?.ledger ?? []) records.set(record.id, record)
  for (const record of runLedger(entry)) records.set(record.id, record)
  const progress = state.run.running ? state.run.progress : state.model.progress
  const shares = railShare([...records.values()])
  const failed = entry?.phase === 'error' ? (state.run.progress?.stage ?? 'run') : null
  return stageIds.map((id) => {
    const record = records.get(id) ?? null
    const active = progress?.stage === id
    return {
      id,
      state: active ? 'active' : failed === id ? 'error' : record === null ? 'idle' : 'done',
      share: shares[id] ?? 0,
      progress: active ? progress : null,
      record,
    }
  })
}

/** The ledger of a run, with the last stage updated to the current readings. */
function runLedger(entry: RunEntry | null): readonly StageRecord[] {
  const result = entry?.result
  if (result == null) return []
  return result.ledger.map((record) => (record.id === 'result' ? { ...record, facts: resultFacts(result) } : record))
}

/** Steady latency of the last benchmark, ms; `null` if there is none. */
export function benchmarkSummary(state: State): Summary | null {
  const { result } = state.run.benchmark
  return result === null ? null : summarise(result.runs)
}

/** Tensor memory of the backend after the shown run, else after the load, bytes. */
export function memoryOf(state: State): number | null {
  return shownEntry(state)?.result?.memory ?? state.model.loaded?.memory ?? null
}
