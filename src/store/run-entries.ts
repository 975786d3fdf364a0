import { keyOf } from './bindings.ts'
import type { InputSet, RunEntry, State } from './state.ts'
import { patch, store } from './store.ts'

/** So many of the latest results are kept whole, besides the shown one. */
export const keptResults = 8

let runs = 0

/** A run that begins now. What was there of the one before is shown until it ends. */
export function begun(state: State, inputSet: InputSet): RunEntry {
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

/** What a cancelled run leaves: a result that was there before stays. */
export function cancelledEntry(entry: RunEntry, before: RunEntry | null): RunEntry {
  return before?.phase === 'done'
    ? { ...before, run: entry.run }
    : { ...entry, phase: 'cancelled', row: null, result: null }
}

/**
 * The key of what has just ended. The settings are those it began with, whatever has been changed since; the rung is the
 * present one, because a recovery may have moved the model.
 */
export function madeBy(began: State, inputSet: InputSet): string {
  return keyOf({ ...began, model: store.getState().model }, inputSet)
}

/** Writes entries; the result column shows that of the selected input set. */
export function put(...added: readonly RunEntry[]): void {
  const { run, input } = store.getState()
  const mine = added.find(({ inputSet }) => inputSet === input.selected)
  const entries = withEntries(run.entries, added, input.inputSets)
  const shown = mine !== undefined && entries.includes(mine) ? mine.run : run.shown
  patch('run', { entries: withoutOldResults(entries, shown), shown })
}

/** The newest entry of an input set takes the place of the one before; a late older one, or one whose input set is gone, is dropped. */
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

/** Results hold whole outputs: of 10,000 runs the page keeps the rows. */
export function withoutOldResults(entries: readonly RunEntry[], shown: number | null): readonly RunEntry[] {
  const whole = entries.filter(({ result, run }) => result !== null && run !== shown)
  if (whole.length <= keptResults) return entries
  const old = new Set(whole.sort((a, b) => b.run - a.run).slice(keptResults))
  return entries.map((entry) => (old.has(entry) ? { ...entry, result: null } : entry))
}
