import { begin, end } from '../activity.ts'
import { maxAutoRuns, sameFile, selectedInputSet, waitingInputSets } from '../bindings.ts'
import { canRun } from '../selectors.ts'
import type { InputSet, State } from '../state.ts'
import { patch, store } from '../store.ts'
import { runBatch } from './run-batch.ts'
import { runOne } from './run-one.ts'
import { sameAnswer } from './same-answer.ts'

export async function run(): Promise<void> {
  const inputSet = selectedInputSet(store.getState())
  if (inputSet !== null) await runThese([inputSet])
}

export async function runThese(inputSets: readonly InputSet[]): Promise<void> {
  patch('page', { error: null })
  await runInputSets(inputSets)
}

/** Runs every input set, one after another. */
export async function runAll(): Promise<void> {
  await runThese(store.getState().input.inputSets)
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
