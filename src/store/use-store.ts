import { useStore as useZustand } from 'zustand'
import { type LiveFeed, liveFeed } from './live-feed.ts'
import type { State } from './state.ts'
import { store } from './store.ts'

/**
 * Selects from the store in a component. The selector should not build objects, so that unrelated changes do not
 * re-render.
 */
export function useStore<T>(selector: (state: State) => T): T {
  return useZustand(store, selector)
}

/** Selects from the newest live result; the component renders for every frame that changes what it selects. */
export function useLiveFeed<T>(selector: (feed: LiveFeed) => T): T {
  return useZustand(liveFeed, selector)
}
