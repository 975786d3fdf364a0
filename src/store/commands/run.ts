import { toPlainError } from '../../base/errors.ts'
import { begin, end } from '../activity.ts'
import { isStale, keyOf, maxAutoRuns, runRequest, sameFile, selectedInputSet, waitingInputSets } from '../bindings.ts'
import { call } from '../engine.ts'
import { madeBy } from '../run-entries.ts'
import { canRun } from '../selectors.ts'
import type { InputSet, State } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { runBatch } from './run-batch.ts'
import { runOne } from './run-one.ts'
import { sameAnswer } from './same-answer.ts'

export async function run(): Promise<void> {
  const inputSet = selectedInputSet(store.getState())
  if (inputSet === null) return
  patch('page', { error: null })
  await runInputSets([inputSet])
}

/** Runs every input set, one after another. */
export async function runAll(): Promise<void> {
  patch('page', { error: null })
  await runInputSets(store.getState().input.inputSets)
}

/** Runs the input sets that have not been run; of many only the selected one, since they may take hours. */
export async function runNew(): Promise<void> {
  const { input, run: slice } = store.getState()
  const waiting = waitingInputSets(input.inputSets, slice.entries).filter((one) => !isUnfit(one, input))
  const many = waiting.length > maxAutoRuns
  await runInputSets(many ? waiting.filter(({ id }) => id === input.selected) : waiting)
}

/** Files that only came with the model do not run by themselves if the selected one does not fit the model. */
function isUnfit({ sources }: InputSet, { files, prepared }: State['input']): boolean {
  if (!Object.values(prepared).some(({ phase }) => phase === 'error')) return false
  return Object.values(sources).some(
    (source) => source.kind === 'file' && files.some((one) => one.besideModel && sameFile(one.file, source.file)),
  )
}

async function runInputSets(inputSets: readonly InputSet[]): Promise<void> {
  const ready = inputSets.filter((inputSet) => canRun(store.getState(), inputSet).ok)
  if (ready.length === 0) return
  const controller = begin()
  patch('run', { running: true, progress: null })
  try {
    const [only] = ready
    if (ready.length > 1) await runBatch(ready, controller.signal)
    else if (only !== undefined) await runOne(only, controller.signal)
  } finally {
    end(controller)
    patch('run', { warning: sameAnswer(store.getState().run.entries) })
  }
}

/** Measures the steady latency of the selected input set: `count` runs with the input already in the worker. */
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
