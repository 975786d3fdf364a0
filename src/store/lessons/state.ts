import { createStore } from 'zustand/vanilla'
import { keep, recall } from '../../base/storage.ts'
import { noProgress, type Progress, parseProgress } from '../../lessons/progress.ts'
import { type LessonRun, notRun } from '../../lessons/run.ts'

/** Parts of the screen that a teacher's link can hide: `?hide=list,reason`. */
export const hideable = ['list', 'reason', 'sure', 'steps', 'tries', 'transfer', 'recall', 'mine'] as const
export type Hideable = (typeof hideable)[number]

export interface LessonsState {
  /** Id of the open lesson. */
  readonly shown: string
  /** What fills the middle: the lesson, or the learner's own page. */
  readonly page: 'lesson' | 'mine'
  readonly runs: Readonly<Record<string, LessonRun>>
  readonly progress: Progress
  /** False if this browser refuses to store it. */
  readonly stored: boolean
  /** The idea that is asked again before the open lesson; `null` if none is. */
  readonly recall: { readonly lesson: string; readonly chosen: number | null; readonly order: readonly number[] } | null
  readonly hidden: ReadonlySet<Hideable>
}

const key = 'glassbox-lessons'

/** A store of its own, fetched with the screen: nothing else on the page needs it. */
export const lessonStore = createStore<LessonsState>()(() => ({
  shown: '',
  page: 'lesson',
  runs: {},
  progress: parseProgress(recall('localStorage', key)),
  stored: true,
  recall: null,
  hidden: new Set(),
}))

export function patchLessons(change: Partial<LessonsState>): void {
  lessonStore.setState(change)
}

export function runOf(id: string): LessonRun {
  return lessonStore.getState().runs[id] ?? notRun
}

export function patchRun(id: string, change: Partial<LessonRun>): void {
  lessonStore.setState(({ runs }) => ({ runs: { ...runs, [id]: { ...(runs[id] ?? notRun), ...change } } }))
}

/** Changes the progress, and keeps it in this browser if that is allowed. */
export function keepProgress(progress: Progress): void {
  patchLessons({ progress, stored: keep('localStorage', key, JSON.stringify(progress)) })
}

export function forgetAll(): void {
  keepProgress(noProgress)
  patchLessons({ runs: {}, recall: null })
}
