import { isStale, maxAutoRuns } from '../bindings.ts'
import { liveChanged } from '../live/index.ts'
import { canRun } from '../selectors.ts'
import type { RunEntry } from '../state.ts'
import { store } from '../store.ts'
import { prepareSelected } from './prepare.ts'
import { runThese } from './run.ts'

/** A run whose model took at most this long is repeated after a change of settings, ms. */
const shortRun = 100

/** Changes within this time of each other cause one run, ms. */
const settling = 250

let latest = 0
let timer: ReturnType<typeof setTimeout> | undefined

/** After a change of settings: prepares the selected input anew and repeats its run if that was short. */
export async function settingsChanged(): Promise<void> {
  const mine = ++latest
  clearTimeout(timer)
  if (liveChanged()) return
  await prepareSelected()
  if (mine === latest) timer = setTimeout(repeat, settling)
}

/** Repeats the shown run, and the others of the list if that takes no longer than a short run either. */
function repeat(): void {
  const state = store.getState()
  if (state.run.running || state.model.phase !== 'ready' || !canRun(state).ok) return
  // After an invalid value, its error is shown at the input instead.
  if (Object.values(state.input.prepared).some(({ phase }) => phase !== 'ready')) return
  const stale = state.run.entries.filter((entry) => entry.phase === 'done' && isStale(state, entry))
  const shown = stale.filter(({ run }) => run === state.run.shown)
  if (shown.length === 0) return
  const repeated = [stale, shown].find((entries) => entries.length <= maxAutoRuns && timeOf(entries) <= shortRun)
  const ids = new Set(repeated?.map(({ inputSet }) => inputSet))
  void runThese(state.input.inputSets.filter(({ id }) => ids.has(id)))
}

/** Run and read-back, ms. */
function timeOf(entries: readonly RunEntry[]): number {
  return entries.reduce((sum, { row }) => sum + (row?.ms ?? 0), 0)
}
