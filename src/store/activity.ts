import { patch, store } from './store.ts'

/** The activity that the user can cancel. There is at most one; starting another aborts it. */
let current: AbortController | null = null

export function begin(): AbortController {
  current?.abort()
  current = new AbortController()
  settle()
  return current
}

/** Resets the activity state of the page, unless another activity has started. */
export function end(controller: AbortController): void {
  if (current !== controller) return
  current = null
  settle()
}

export function cancel(): void {
  current?.abort()
}

/** Resets running and loading to the state without an activity. */
function settle(): void {
  patch('run', { running: false, progress: null, batch: null })
  const { phase, loaded, choices } = store.getState().model
  if (phase !== 'reading' && phase !== 'loading') return
  const settled = loaded !== null ? 'ready' : choices.length > 1 ? 'choosing' : 'empty'
  patch('model', { phase: settled, pending: null, progress: null })
}
