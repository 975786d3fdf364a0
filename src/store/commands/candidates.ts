import { toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { begin, end } from '../activity.ts'
import { bindingsOf } from '../bindings.ts'
import { guessOf, withCandidate } from '../candidates/index.ts'
import { call } from '../engine.ts'
import { canRun, shownEntry } from '../selectors.ts'
import type { TriedCandidate } from '../state.ts'
import { announce, patch, store } from '../store.ts'
import { prepareSelected } from './prepare.ts'
import { run } from './run.ts'

/** Runs the shown input in every way that its guessed steps allow; each answer is stored as soon as it is there. */
export async function tryCandidates(): Promise<void> {
  const state = store.getState()
  const entry = shownEntry(state)
  const guess = entry?.result == null ? null : guessOf(entry.result)
  const inputSet = state.input.inputSets.find(({ id }) => id === entry?.inputSet)
  if (guess === null || inputSet === undefined || !canRun(state, inputSet).ok) return
  const controller = begin()
  const bindings = bindingsOf(state, inputSet)
  const rows = guess.candidates.map((candidate) => ({
    id: candidate.id,
    bindings: bindings.map((binding) =>
      binding.input === guess.input ? { ...binding, settings: withCandidate(binding.settings, candidate) } : binding,
    ),
    whole: false,
  }))
  const session = state.model.loaded?.session ?? ''
  let tried: readonly TriedCandidate[] = guess.candidates.map((candidate) => ({ candidate, row: null, error: null }))
  const { input, subject, columns } = guess
  const common = { input, subject, columns, inputSet: inputSet.id, session }
  patch('run', { running: true, candidates: { ...common, phase: 'running', tried } })
  try {
    await call(
      'runAll',
      { session, rows, choices: state.run.choices },
      {
        signal: controller.signal,
        onEvent: (event) => {
          const answer = 'error' in event ? { row: null, error: event.error } : { row: event.row, error: null }
          tried = tried.map((one) => (one.candidate.id === event.id ? { ...one, ...answer } : one))
          patch('run', { candidates: { ...common, phase: 'running', tried } })
        },
      },
    )
    announce(`${formatCount(tried.length, 'way')} to prepare the ${guess.subject} compared.`)
  } catch (error) {
    const plain = toPlainError(error)
    if (plain.code === 'cancelled') announce('Cancelled.')
    else patch('page', { error: plain })
  } finally {
    patch('run', { candidates: { ...common, phase: 'done', tried: tried.filter(({ row, error }) => row ?? error) } })
    end(controller)
  }
}

/** Keeps a candidate as the user's settings, and runs with them. */
export async function chooseCandidate(id: number): Promise<void> {
  const { run: slice, input } = store.getState()
  const { candidates } = slice
  const chosen = candidates?.tried.find(({ candidate }) => candidate.id === id)?.candidate
  if (candidates === null || chosen === undefined) return
  const mine = withCandidate(input.settings[candidates.input] ?? [], chosen)
  const tried = candidates.tried.map((one) => ({
    ...one,
    candidate: { ...one.candidate, current: one.candidate.id === id },
  }))
  patch('run', { candidates: { ...candidates, tried } })
  patch('input', { settings: { ...input.settings, [candidates.input]: mine } })
  await prepareSelected()
  await run()
}

export function closeCandidates(): void {
  patch('run', { candidates: null })
}
