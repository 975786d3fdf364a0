import { nextTask } from '../../base/abort.ts'
import { toPlainError } from '../../base/errors.ts'
import { formatDuration } from '../../base/format.ts'
import { headlineText } from '../../base/headline.ts'
import { rungLabels } from '../../base/ladder.ts'
import { type RunRow, rowOf } from '../../base/run-row.ts'
import { tellCancelled } from '../activity.ts'
import { runRequest } from '../bindings.ts'
import { call, engine } from '../engine.ts'
import { cancelledEntry, entryOf, madeBy, put, startedEntry } from '../run-entries.ts'
import { canRun, shownEntry } from '../selectors.ts'
import type { InputSet } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { readShown } from './reading.ts'

/** Runs an input set; success or failure is stored in its entry. Never fails. */
export async function runOne(inputSet: InputSet, signal?: AbortSignal): Promise<void> {
  const state = store.getState()
  const before = entryOf(state, inputSet)
  const entry = startedEntry(state, inputSet)
  put(entry)
  const recoveries: string[] = []
  const stop = engine().onRecovery((note) => recoveries.push(note))
  try {
    const request = { ...runRequest(state, inputSet), choices: state.run.choices }
    const ended = await call('run', request, {
      ...(signal && { signal }),
      onProgress: (progress) => patch('run', { progress }),
    })
    const result = { ...ended, recoveries }
    const row = rowOf(result)
    // Summing up a large result and drawing it would together block the page for too long.
    await nextTask()
    put({ ...entry, phase: 'done', row, result, key: madeBy(state, inputSet) })
    if (store.getState().run.shown === entry.run) void readShown()
    announce(`Result: ${announced(row)}`)
  } catch (error) {
    const plain = toPlainError(error)
    if (plain.code === 'cancelled') {
      put(cancelledEntry(entry, before))
      tellCancelled(signal, before?.phase === 'done' ? 'Cancelled. The result before it is shown.' : 'Cancelled.')
    } else {
      put({ ...entry, phase: 'error', row: null, result: null, error: plain })
      announce(`${entry.label} failed: ${plain.message}`)
    }
  } finally {
    stop()
  }
}

/** A result as screen readers hear it. */
export function announced({ headline, ms, backend }: RunRow): string {
  return `${headlineText(headline)}, ${formatDuration(ms)} on ${rungLabels[backend]}.`
}

let completing = false

/**
 * Reruns the shown input if only its row is kept, to get the full result. One run at a time, each for the entry shown
 * by then, because the user may step through the list quickly.
 */
export async function completeShown(): Promise<void> {
  if (completing) return
  completing = true
  try {
    for (let inputSet = incomplete(); inputSet !== null; inputSet = incomplete()) await runOne(inputSet)
  } finally {
    completing = false
  }
}

/** The input set of the shown run, if its full result is missing and it can run. */
function incomplete(): InputSet | null {
  const state = store.getState()
  const entry = shownEntry(state)
  if (entry?.phase !== 'done' || entry.result !== null) return null
  const inputSet = state.input.inputSets.find(({ id }) => id === entry.inputSet)
  return inputSet !== undefined && canRun(state, inputSet).ok ? inputSet : null
}
