import { toPlainError } from '../../base/errors.ts'
import type { Lesson } from '../../lessons/contract.ts'
import { lessonOf } from '../../lessons/index.ts'
import { type Outcome, verdictOf } from '../../lessons/judge.ts'
import { withAttempt } from '../../lessons/progress.ts'
import { type LessonRun, perform } from '../../lessons/run.ts'
import { plainText } from '../../lessons/words.ts'
import { call } from '../engine.ts'
import { heldDrops } from '../held-drops.ts'
import { announce, store } from '../store.ts'
import { openLab } from './lab.ts'
import { keepProgress, lessonStore, patchRun, runOf } from './state.ts'
import { planFor, subjectOf } from './subject.ts'

let current: AbortController | null = null

/** Stops the experiment that runs; what it has measured stays. */
export function stopExperiment(): void {
  current?.abort()
}

/** Runs the experiment of a lesson with the guess that was made, and shows its verdict. Never fails. */
export async function runExperiment(id: string): Promise<void> {
  stopExperiment()
  const controller = new AbortController()
  current = controller
  const { signal } = controller
  const lesson = lessonOf(id)
  const before = runOf(id)
  const plan = planFor(lesson, before.part, store.getState())
  const { topic } = plan
  const prediction = lesson.prediction(topic)
  const steps = lesson.steps(topic, before.setting)
  patchRun(id, { phase: 'running', topic, prediction, steps, step: 0, rows: [], outcome: null, verdict: null })
  announce(`The experiment has begun: ${steps.length} steps.`)
  let close = async () => {}
  let outcome: Outcome
  try {
    const subject = await subjectOf(plan, signal)
    const opened = openLab({
      call,
      subject,
      setting: before.setting,
      signal,
      onStep: (step) => patchRun(id, { step }),
      onRow: (row) => patchRun(id, { rows: [...runOf(id).rows, row] }),
      held: heldDrops,
    })
    close = opened.close
    outcome = await perform(lesson, opened.lab)
  } catch (error) {
    const plain = toPlainError(error)
    const stopped = signal.aborted || plain.code === 'cancelled'
    outcome = stopped
      ? { kind: 'interrupted', done: runOf(id).step, of: steps.length }
      : { kind: 'failed', error: plain }
  }
  if (current === controller) current = null
  conclude(lesson, outcome)
  await close()
}

function conclude(lesson: Lesson, outcome: Outcome): void {
  const { guess, sure, reason, part, setting, topic, prediction, tried } = runOf(lesson.id)
  if (topic === null || prediction === null) return
  const verdict = verdictOf(prediction, guess, outcome)
  const done: Partial<LessonRun> = { phase: 'done', outcome, verdict }
  if (outcome.kind !== 'found') {
    patchRun(lesson.id, done)
  } else {
    const { headline, effect, answer } = outcome.finding
    const label = triedLabel(lesson, setting)
    const tries = { label: topic.own && part !== 'transfer' ? label : `${topic.name}, ${label}`, headline }
    patchRun(lesson.id, { ...done, tried: [...tried, tries] })
    keepProgress(
      withAttempt(lessonStore.getState().progress, {
        lesson: lesson.id,
        part,
        at: Date.now(),
        model: topic.name,
        own: topic.own,
        guess,
        sure,
        reason,
        setting,
        answer,
        effect,
        headline: plainText(headline),
        agrees: verdict.agrees,
      }),
    )
  }
  announce(plainText([verdict.headline, verdict.guess, verdict.gap].filter((text) => text !== '').join(' ')))
}

/** `as it is`; `Backend: Wasm`. */
function triedLabel(lesson: Lesson, setting: LessonRun['setting']): string {
  const { loaded } = store.getState().model
  const changed = lesson.tries.flatMap((one) => {
    const chosen = setting[one.id]
    if (chosen === undefined) return []
    const options = loaded === null ? [] : one.options(loaded)
    return `${one.label}: ${options.find(({ id }) => id === chosen)?.label ?? chosen}`
  })
  return changed.length === 0 ? 'as it is' : changed.join(', ')
}
