import { useStore as useZustand } from 'zustand'
import type { State } from './state.ts'
import { store } from './store.ts'

/** The store in a component; the selector should pick, not build, so that unrelated changes do not draw again. */
export function useStore<T>(selector: (state: State) => T): T {
  return useZustand(store, selector)
}
