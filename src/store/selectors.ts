import type { PlainError } from '../base/errors.ts'
import { type StageId, type StageRecord, stageIds } from '../base/ledger.ts'
import { own } from '../base/own.ts'
import { percentile } from '../base/percentile.ts'
import type { InputSource } from '../base/plan.ts'
import type { Progress } from '../base/progress.ts'
import { resultFacts } from '../base/result-facts.ts'
import { steadyTimes } from '../base/run.ts'
import { liveSource } from '../live/sources/index.ts'
import { railShare, type Summary, summarise } from '../measure/index.ts'
import { inputsOf, isBlank, isStale, rolesOf, stateSource } from './bindings.ts'
import { liveInput } from './live-inputs.ts'
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
  for (const spec of inputsOf(state)) {
    const source = own(target?.sources ?? {}, spec.name)
    if (source === undefined && stateSource(state, spec.name) !== null) continue
    if (source === undefined) return { ok: false, reason: `Input ${spec.name} has no source yet.` }
    if (isBlank(source, spec))
      return {
        ok: false,
        reason: `Type ${rolesOf(state).has(spec.name) ? 'a text' : 'the numbers'} for ${spec.name} first.`,
      }
  }
  const wrong = target?.id === state.input.selected ? unpreparedInput(state) : null
  if (wrong !== null) return { ok: false, reason: `Input ${wrong} cannot be prepared; its error is shown there.` }
  return { ok: true, reason: '' }
}

/** Whether the picture of the live source is mirrored on the screen. */
export function isMirrored({ live }: State): boolean {
  return live.mirrored ?? live.facts?.mirrored ?? false
}

/** Whether a live source can start now; if not, the reason. */
export function canStart(state: State): { readonly ok: boolean; readonly reason: string } {
  const live = liveInput(state)
  if (live === null)
    return { ok: false, reason: `The model takes no ${liveSource(state.live.source ?? 'camera').feeds}.` }
  const selected = state.input.inputSets.find(({ id }) => id === state.input.selected)
  const fed: InputSource = { kind: 'fill', fill: 'zeros', seed: 1 }
  return canRun(state, { id: 0, label: '', sources: { ...selected?.sources, [live]: fed } })
}

/** The first input of the selected input set that could not be prepared. */
function unpreparedInput({ input }: State): string | null {
  return Object.entries(input.prepared).find(([, { phase }]) => phase === 'error')?.[0] ?? null
}

export interface RailStage {
  readonly id: StageId
  /** `stale`: the record belongs to a run with other settings, or to the one before the current run. */
  readonly state: 'idle' | 'active' | 'done' | 'stale' | 'error'
  /** Time relative to the longest stage, 0…1. */
  readonly share: number
  /** Progress while active, else `null`. */
  readonly progress: Progress | null
  readonly record: StageRecord | null
  /** p50 of the steady runs with the same settings, ms; `null` if there are none. */
  readonly steady: number | null
}

/** The nine stages, from the current load and the shown run or the live source. */
export function rail(state: State): readonly RailStage[] {
  const isLive = state.live.source !== null
  const entry = isLive ? null : shownEntry(state)
  const records = new Map<StageId, StageRecord>()
  for (const record of state.model.loaded?.ledger ?? []) records.set(record.id, record)
  const ofRun = isLive ? (state.live.ledger ?? []) : runLedger(entry)
  for (const record of ofRun) records.set(record.id, record)
  const progress = state.run.running ? state.run.progress : state.model.progress
  const steady = steadyOf(state, entry)
  const shares = railShare([...records.values()].map(({ id, ms, bytes }) => ({ id, bytes, ms: steady[id] ?? ms })))
  const failed = entry?.phase === 'error' ? failedStage(entry.error) : null
  const old = entry !== null && (entry.phase === 'running' || isStale(state, entry))
  const stale = new Set(old ? ofRun.map(({ id }) => id) : [])
  return stageIds.map((id) => {
    const record = records.get(id) ?? null
    const active = progress?.stage === id
    const settled = record === null ? 'idle' : stale.has(id) ? 'stale' : 'done'
    return {
      id,
      state: active ? 'active' : failed === id ? 'error' : settled,
      share: shares[id] ?? 0,
      progress: active ? progress : null,
      record,
      steady: steady[id] ?? null,
    }
  })
}

/** During a run, files are only read for the input. */
const inputError = /^(input|file|json|archive)-/

function failedStage(error: PlainError | null): StageId {
  return error !== null && inputError.test(error.code) ? 'input' : 'run'
}

/** The medians of the benchmark, if it measured the settings of the shown run. */
function steadyOf({ run }: State, entry: RunEntry | null): Partial<Record<StageId, number>> {
  const { result, key } = run.benchmark
  if (result === null || result.runs.length === 0 || entry?.key !== key) return {}
  return {
    run: percentile(
      result.runs.map(({ runMs }) => runMs),
      0.5,
    ),
    readback: percentile(
      result.runs.map(({ readbackMs }) => readbackMs),
      0.5,
    ),
  }
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
  return result === null ? null : summarise(steadyTimes(result))
}

/** Tensor memory of the backend after the shown run, else after the load, bytes. */
export function memoryOf(state: State): number | null {
  return shownEntry(state)?.result?.memory ?? state.model.loaded?.memory ?? null
}
