import { type PlainError, toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { RunAllEvent } from '../../engine/protocol.ts'
import { tellCancelled } from '../activity.ts'
import { bindingsOf } from '../bindings.ts'
import { call, engine } from '../engine.ts'
import { cancelledEntry, entryOf, keptResults, madeBy, put, startedEntry } from '../run-entries.ts'
import { shownEntry } from '../selectors.ts'
import type { InputSet, RunEntry, State } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { readShown } from './reading.ts'
import { announced, completeShown } from './run-one.ts'

/** Rows that arrive within this time are written together, ms. */
const writeInterval = 100

/**
 * Runs several input sets in one call. Each row is stored as soon as it is done, and stays if later ones fail. Full
 * results are requested for the selected input set only, or for all if there are few. Never fails.
 */
export async function runBatch(inputSets: readonly InputSet[], signal: AbortSignal): Promise<void> {
  const began = store.getState()
  const rows = inputSets.map((inputSet) => ({
    id: inputSet.id,
    bindings: bindingsOf(began, inputSet),
    whole: inputSets.length <= keptResults || inputSet.id === began.input.selected,
  }))
  const request = { session: began.model.loaded?.session ?? '', rows, choices: began.run.choices }
  const batch = new Batch(began, inputSets, signal)
  const stop = engine().onRecovery((note) => batch.recoveries.push(note))
  try {
    const onProgress = (progress: State['run']['progress']) => patch('run', { progress })
    await call('runAll', request, { signal, onProgress, onEvent: (event) => batch.add(event) })
    batch.end(null)
  } catch (error) {
    batch.end(toPlainError(error))
  } finally {
    stop()
  }
  await completeShown()
  void readShown()
  batch.announce()
}

/** Writes the rows of a batch as entries, and its progress. */
class Batch {
  readonly recoveries: string[] = []
  readonly #began: State
  readonly #inputSets: readonly InputSet[]
  readonly #signal: AbortSignal
  #arrived: RunAllEvent[] = []
  #timer: ReturnType<typeof setTimeout> | null = null
  #done = 0
  #failed = 0
  /** The entry of the running row. */
  #current: RunEntry | null = null

  constructor(began: State, inputSets: readonly InputSet[], signal: AbortSignal) {
    this.#signal = signal
    this.#began = began
    this.#inputSets = inputSets
    this.#write()
  }

  add(event: RunAllEvent): void {
    this.#arrived.push(event)
    this.#timer ??= setTimeout(() => this.#write(), writeInterval)
  }

  /** `error`: the reason why the remaining rows do not run. */
  end(error: PlainError | null): void {
    this.#write()
    const [current, inputSet] = [this.#current, this.#inputSets[this.#done]]
    if (current !== null && inputSet !== undefined && error !== null) {
      const cancelled = error.code === 'cancelled'
      put(cancelled ? cancelledEntry(current, entryOf(this.#began, inputSet)) : failedEntry(current, error))
      // The result column shows the error of the selected row.
      if (!cancelled && inputSet.id !== store.getState().input.selected) patch('page', { error })
    }
  }

  /** Announces how many rows are done, and the shown result. */
  announce(): void {
    const [done, total] = [this.#done, this.#inputSets.length]
    const counts = done === total ? formatCount(total, 'result') : `${formatCount(done)} of ${formatCount(total)} done`
    const failed = this.#failed === 0 ? '' : ` ${formatCount(this.#failed)} failed.`
    const shown = shownEntry(store.getState())
    const result = shown?.phase === 'done' && shown.row !== null ? ` ${shown.label}: ${announced(shown.row)}` : ''
    const spoken = `${counts}.${failed}${result}`
    if (this.#signal.aborted) tellCancelled(this.#signal, `Cancelled: ${counts}.${failed}`, spoken)
    else announce(spoken)
  }

  #write(): void {
    if (this.#timer !== null) clearTimeout(this.#timer)
    this.#timer = null
    const entries: RunEntry[] = []
    for (const event of this.#arrived) {
      const inputSet = this.#inputSets[this.#done++]
      if (inputSet === undefined) break
      entries.push(this.#ended(this.#current ?? startedEntry(this.#began, inputSet), inputSet, event))
      this.#current = null
    }
    this.#arrived = []
    const next = this.#inputSets[this.#done]
    if (next !== undefined && this.#current === null) {
      this.#current = startedEntry(this.#began, next)
      entries.push(this.#current)
    }
    put(...entries)
    // After an abort, the new activity owns the progress.
    if (!this.#signal.aborted)
      patch('run', { batch: { done: this.#done, failed: this.#failed, total: this.#inputSets.length } })
  }

  #ended(entry: RunEntry, inputSet: InputSet, event: RunAllEvent): RunEntry {
    if ('error' in event) {
      this.#failed++
      return failedEntry(entry, event.error)
    }
    const { row, result } = event
    const whole = result === null ? null : { ...result, recoveries: this.recoveries.splice(0) }
    return { ...entry, phase: 'done', row, result: whole, key: madeBy(this.#began, inputSet) }
  }
}

function failedEntry(entry: RunEntry, error: PlainError): RunEntry {
  return { ...entry, phase: 'error', row: null, result: null, error }
}
