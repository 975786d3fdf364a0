import type { Answer, Setting } from '../../lessons/contract.ts'
import { lessonOf, lessons } from '../../lessons/index.ts'
import { dueRecall, type Sure, withRecall } from '../../lessons/progress.ts'
import { notRun } from '../../lessons/run.ts'
import { download } from '../download.ts'
import { announce } from '../store.ts'
import { runExperiment, stopExperiment } from './experiment.ts'
import { forgetAll, hideable, keepProgress, lessonStore, patchLessons, patchRun, runOf } from './state.ts'

export { stopExperiment } from './experiment.ts'
export { type Plan, planFor } from './subject.ts'
export { useLessons } from './use-lessons.ts'

/** When this visit began, ms since 1970. */
const visit = Date.now()
/** Lessons whose idea was skipped in this visit. */
const skipped = new Set<string>()

/** Takes the lesson and the hidden controls of a link. */
export function openFromLink(query: URLSearchParams): void {
  const hidden = new Set((query.get('hide') ?? '').split(',')) as ReadonlySet<string>
  patchLessons({ hidden: new Set(hideable.filter((part) => hidden.has(part))) })
  const { shown } = lessonStore.getState()
  const wanted = query.get('lesson')
  if (shown === '' || (wanted !== null && wanted !== shown)) openLesson(wanted ?? nextLesson())
}

/** The first lesson that has not been tried. */
function nextLesson(): string {
  const { attempts } = lessonStore.getState().progress
  const tried = new Set(attempts.map(({ lesson }) => lesson))
  return (lessons.find(({ id }) => !tried.has(id)) ?? lessonOf('')).id
}

/** Opens a lesson; an idea of an earlier one may be asked first. */
export function openLesson(wanted: string): void {
  stopExperiment()
  const { id } = lessonOf(wanted)
  const { progress, hidden, shown } = lessonStore.getState()
  const due = hidden.has('recall') || id === shown ? null : dueRecall(progress, id, { visit, skipped }, Date.now())
  // A lesson that is no longer in the table has nothing to ask.
  const known = lessons.some((lesson) => lesson.id === due)
  const recall = due === null || !known ? null : { lesson: due, chosen: null, order: shuffled(due) }
  patchLessons({ shown: id, page: 'lesson', recall })
}

export function showMine(): void {
  patchLessons({ page: 'mine' })
}

export function makeGuess(guess: Answer): void {
  patchRun(lessonStore.getState().shown, { guess })
}

export function saySure(sure: Sure | null): void {
  patchRun(lessonStore.getState().shown, { sure })
}

export function giveReason(reason: string): void {
  patchRun(lessonStore.getState().shown, { reason })
}

/** Runs the experiment of the open lesson, with the guess or without one. */
export async function commit(withGuess = true): Promise<void> {
  const { shown } = lessonStore.getState()
  if (!withGuess) patchRun(shown, { guess: null, sure: null })
  await runExperiment(shown)
}

/** Asks the question of the open lesson again: as before, with one thing changed, or on another model. */
export function askAgain(part: 'first' | 'try' | 'transfer', setting: Setting = {}): void {
  const { shown } = lessonStore.getState()
  const { tried } = runOf(shown)
  patchRun(shown, { ...notRun, tried, part, setting })
}

/** The order in which the causes are shown: the same for a lesson during a visit. */
function shuffled(lesson: string): readonly number[] {
  const shift = ([...lesson].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) + (visit % 997)) % 3
  return [0, 1, 2].map((i) => (i + shift) % 3)
}

/** Answers what was asked again; `cause` is its index in the lesson. */
export function answerRecall(cause: number): void {
  const { recall, progress } = lessonStore.getState()
  if (recall === null || recall.chosen !== null) return
  const right = cause === 0
  keepProgress(withRecall(progress, { lesson: recall.lesson, at: Date.now(), right }))
  patchLessons({ recall: { ...recall, chosen: cause } })
  announce(right ? 'Yes.' : `The cause is: ${lessonOf(recall.lesson).recall.causes[0]}`)
}

/** An idea that is left unanswered waits for the next visit. */
export function closeRecall(): void {
  const { recall } = lessonStore.getState()
  if (recall !== null && recall.chosen === null) skipped.add(recall.lesson)
  patchLessons({ recall: null })
}

/** Saves all predictions and measurements as JSON. */
export function exportProgress(): void {
  const { progress } = lessonStore.getState()
  const text = JSON.stringify({ schema: 'glassbox-lessons-1', ...progress }, null, 2)
  download(new Blob([text], { type: 'application/json' }), 'glassbox-lessons.json')
  announce('Your predictions are saved.')
}

export function forgetProgress(): void {
  stopExperiment()
  forgetAll()
  announce('Everything about your lessons is deleted from this browser.')
}
