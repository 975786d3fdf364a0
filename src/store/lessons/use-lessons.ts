import { useStore as useZustand } from 'zustand'
import { type LessonsState, lessonStore } from './state.ts'

/** Selects from the state of the lessons. The selector should not build objects. */
export function useLessons<T>(selector: (state: LessonsState) => T): T {
  return useZustand(lessonStore, selector)
}
