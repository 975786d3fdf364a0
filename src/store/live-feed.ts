import { createStore } from 'zustand/vanilla'
import type { LiveResult } from '../base/live.ts'
import type { LivePicture } from '../live/contract.ts'

/** The newest result of a live source, with the very picture that it belongs to. */
export interface LiveFeed {
  readonly result: LiveResult | null
  readonly picture: LivePicture | null
}

export const nothingShown: LiveFeed = { result: null, picture: null }

/** A store of its own, because it changes with every frame and most of the page must not render with it. */
export const liveFeed = createStore<LiveFeed>()(() => nothingShown)
