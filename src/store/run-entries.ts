import { keyOf } from './bindings.ts'
import type { InputSet, RunEntry, State } from './state.ts'
import { patch, store } from './store.ts'

/** Number of latest full results to keep, besides the shown one. */
export const keptResults = 8

let runs = 0

/** The entry of a starting run. It keeps the previous result until the run ends. */
export function startedEntry(state: State, inputSet: InputSet): RunEntry {
  const before = entryOf(state, inputSet)
  return {
    run: ++runs,
    inputSet: inputSet.id,
    label: inputSet.label,
    phase: 'running',
    row: before?.row ?? null,
    result: before?.result ?? null,
    error: null,
    key: keyOf(state, inputSet),
  }
}

export function entryOf({ run }: State, inputSet: InputSet): RunEntry | null {
  return run.entries.find((entry) => entry.inputSet === inputSet.id) ?? null
}

/** The entry after a cancel: a previous result stays. */
export function cancelledEntry(entry: RunEntry, before: RunEntry | null): RunEntry {
  return before?.phase === 'done'
    ? { ...before, run: entry.run }
    : { ...entry, phase: 'cancelled', row: null, result: null }
}

/**
 * The key of a finished run: the settings at its start, but the current rung, because a recovery may have moved the
 * model.
 */
export function madeBy(began: State, inputSet: InputSet): string {
  return keyOf({ ...began, model: store.getState().model }, inputSet)
}

/** Stores entries; the result column shows that of the selected input set. */
export function put(...added: readonly RunEntry[]): void {
  const { run, input } = store.getState()
  const mine = added.find(({ inputSet }) => inputSet === input.selected)
  const entries = withEntries(run.entries, added, input.inputSets)
  const shown = mine !== undefined && entries.includes(mine) ? mine.run : run.shown
  patch('run', { entries: withoutOldResults(entries, shown), shown })
}

/**
 * New entries replace older ones of the same input set; late older entries, and those of removed input sets, are
 * ignored.
 */
export function withEntries(
  entries: readonly RunEntry[],
  added: readonly RunEntry[],
  inputSets: readonly InputSet[],
): readonly RunEntry[] {
  const present = new Set(inputSets.map(({ id }) => id))
  const newest = new Map(entries.map((entry) => [entry.inputSet, entry]))
  for (const entry of added) {
    const before = newest.get(entry.inputSet)
    if (!present.has(entry.inputSet) || (before !== undefined && before.run > entry.run)) continue
    newest.set(entry.inputSet, entry)
  }
  return [...newest.values()]
}

/** Drops all but the latest full results: with 10,000 runs, the page can only keep the rows. */
export function withoutOldResults(entries: readonly RunEntry[], shown: number | null): readonly RunEntry[] {
  const whole = entries.filter(({ result, run }) => result !== null && run !== shown)
  if (whole.length <= keptResults) return entries
  const old = new Set(whole.sort((a, b) => b.run - a.run).slice(keptResults))
  return entries.map((entry) => (old.has(entry) ? { ...entry, result: null } : entry))
}
