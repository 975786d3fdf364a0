import { toPlainError } from '../../base/errors.ts'
import { formatDuration } from '../../base/format.ts'
import { headlineOf, headlineText } from '../../base/headline.ts'
import { rungLabels } from '../../base/ladder.ts'
import { begin, end } from '../activity.ts'
import { isStale, keyOf, mostUnasked, runRequest, selectedInputSet, waitingInputSets } from '../bindings.ts'
import { call, engine } from '../engine.ts'
import { canRun } from '../selectors.ts'
import type { InputSet, RunEntry, State } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { selectInputSet } from './input.ts'
import { asChosen, readShown } from './reading.ts'
import { sameAnswer } from './same-answer.ts'

let runs = 0

/** Runs the selected input set. */
export async function run(): Promise<void> {
  const inputSet = selectedInputSet(store.getState())
  if (inputSet === null) return
  patch('page', { error: null })
  await runInputSets([inputSet])
}

/** Runs every input set, one after the other. */
export async function runAll(): Promise<void> {
  patch('page', { error: null })
  await runInputSets(store.getState().input.inputSets)
}

/** Runs what has not been run yet; of many inputs only the selected one, since they may take hours. */
export async function runNew(): Promise<void> {
  const { input, run: slice } = store.getState()
  const waiting = waitingInputSets(input.inputSets, slice.entries)
  const many = waiting.length > mostUnasked
  await runInputSets(many ? waiting.filter(({ id }) => id === input.selected) : waiting)
}

async function runInputSets(inputSets: readonly InputSet[]): Promise<void> {
  const ready = inputSets.filter((inputSet) => canRun(store.getState(), inputSet).ok)
  if (ready.length === 0) return
  const controller = begin()
  patch('run', { running: true, progress: null })
  try {
    for (const inputSet of ready) {
      if (controller.signal.aborted) break
      await runOne(inputSet, controller.signal)
    }
  } finally {
    end(controller)
    patch('run', { warning: sameAnswer(store.getState().run.entries) })
  }
}

async function runOne(inputSet: InputSet, signal: AbortSignal): Promise<void> {
  const state = store.getState()
  const before = state.run.entries.find((entry) => entry.inputSet === inputSet.id)
  const entry: RunEntry = {
    run: ++runs,
    inputSet: inputSet.id,
    label: inputSet.label,
    phase: 'running',
    result: before?.result ?? null,
    error: null,
    key: keyOf(state, inputSet),
  }
  put(entry)
  if (state.input.selected === inputSet.id) patch('run', { shown: entry.run })
  const recoveries: string[] = []
  const stop = engine().onRecovery((note) => recoveries.push(note))
  try {
    const ended = await call('run', runRequest(state, inputSet), {
      signal,
      onProgress: (progress) => patch('run', { progress }),
    })
    const result = { ...(await asChosen(ended)), recoveries }
    put({ ...entry, phase: 'done', result, key: madeBy(state, inputSet) })
    if (store.getState().run.shown === entry.run) void readShown()
    const words = headlineText(headlineOf(result))
    announce(`Result: ${words}, ${formatDuration(result.ms)} on ${rungLabels[result.settings.backend.id]}.`)
  } catch (error) {
    const plain = toPlainError(error)
    if (plain.code === 'cancelled') {
      // A result that was there before stays.
      put(before?.phase === 'done' ? { ...before, run: entry.run } : { ...entry, phase: 'cancelled', result: null })
      announce('Cancelled.')
    } else {
      put({ ...entry, phase: 'error', result: null, error: plain })
      patch('page', { error: plain })
    }
  } finally {
    stop()
  }
}

/**
 * The key of what has just ended. The settings are those it began with, whatever has been changed since; the rung is the
 * present one, because a recovery may have moved the model.
 */
function madeBy(began: State, inputSet: InputSet): string {
  return keyOf({ ...began, model: store.getState().model }, inputSet)
}

/** The newest entry of an input set takes the place of the one before; a late older one is dropped. */
function put(entry: RunEntry): void {
  const { run: slice, input } = store.getState()
  const present = slice.entries.find(({ inputSet }) => inputSet === entry.inputSet)
  if (present !== undefined && present.run > entry.run) return
  if (!input.inputSets.some(({ id }) => id === entry.inputSet)) return
  const entries =
    present === undefined ? [...slice.entries, entry] : slice.entries.map((one) => (one === present ? entry : one))
  patch('run', { entries })
}

/** Steady latency of the selected input set: `count` runs with the input already in the worker. */
export async function benchmark(count: number): Promise<void> {
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  if (inputSet === null || !canRun(state, inputSet).ok) return
  const controller = begin()
  const key = keyOf(state, inputSet)
  const idle = { phase: 'idle', done: 0, total: 0, result: null, key } as const
  patch('page', { error: null })
  patch('run', { running: true, benchmark: { phase: 'running', done: 0, total: count, result: null, key } })
  try {
    const shown = state.run.entries.find((entry) => entry.inputSet === inputSet.id)
    if (shown === undefined || shown.phase !== 'done' || isStale(state, shown))
      await runOne(inputSet, controller.signal)
    const result = await call(
      'benchmark',
      { ...runRequest(state, inputSet), runs: count },
      {
        signal: controller.signal,
        onProgress: ({ done }) =>
          patch('run', { benchmark: { phase: 'running', done, total: count, result: null, key } }),
      },
    )
    patch('run', {
      benchmark: { phase: 'done', done: count, total: count, result, key: madeBy(state, inputSet) },
    })
    announce(`${count} runs measured.`)
  } catch (error) {
    patch('run', { benchmark: idle })
    const plain = toPlainError(error)
    if (plain.code !== 'cancelled') patch('page', { error: plain })
  } finally {
    end(controller)
  }
}

/** Shows another result of the list, and beside it the input that made it. */
export async function showRun(run: number): Promise<void> {
  const entry = store.getState().run.entries.find((one) => one.run === run)
  if (entry !== undefined) await selectInputSet(entry.inputSet)
}
