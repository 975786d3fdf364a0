import { useStore as useZustand } from 'zustand'
import type { State } from './state.ts'
import { store } from './store.ts'

/**
 * Selects from the store in a component. The selector should not build objects, so that unrelated changes do not
 * re-render.
 */
export function useStore<T>(selector: (state: State) => T): T {
  return useZustand(store, selector)
}
