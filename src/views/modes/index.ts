import { lazy } from 'react'
import { prefetchRun, RunScreen } from '../run/RunScreen.tsx'
import type { Mode } from './mode.ts'

const run: Mode = {
  id: 'run',
  label: 'Run',
  Screen: RunScreen,
  prefetch: prefetchRun,
  head: 'rail',
  needsModel: true,
}

/** The modes, in the order of the header. */
export const modes: readonly Mode[] = [
  run,
  {
    id: 'inspect',
    label: 'Inspect',
    Screen: lazy(() => import('../inspect/InspectScreen.tsx').then((module) => ({ default: module.InspectScreen }))),
    head: 'subject',
    needsModel: true,
  },
  {
    id: 'learn',
    label: 'Learn',
    Screen: lazy(() => import('../learn/LearnScreen.tsx').then((module) => ({ default: module.LearnScreen }))),
    head: 'subject',
    needsModel: false,
  },
]

/** The mode with an id; the first one if there is none. */
export function modeOf(id: string): Mode {
  return modes.find((mode) => mode.id === id) ?? run
}
