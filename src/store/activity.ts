import { announce, patch, store } from './store.ts'

/** The activity that the user can cancel. There is at most one; starting another aborts it. */
let current: AbortController | null = null

export function begin(): AbortController {
  current?.abort()
  current = new AbortController()
  settle()
  patch('run', { cancelled: '' })
  patch('model', { cancelled: false })
  return current
}

/** Resets the activity state of the page, unless another activity has started. */
export function end(controller: AbortController): void {
  if (current !== controller) return
  current = null
  settle()
}

/** Signals that the user aborted; others were aborted by the start of another activity. */
const cancelledByUser = new WeakSet<AbortSignal>()

export function cancel(): void {
  if (current === null) return
  cancelledByUser.add(current.signal)
  if (!store.getState().run.running) patch('model', { cancelled: true })
  current.abort()
}

/**
 * Says how far a run came before it was aborted; visibly, unless another activity has replaced it. `spoken`: what is
 * announced instead.
 */
export function tellCancelled(signal: AbortSignal | undefined, sentence: string, spoken = sentence): void {
  if (signal !== undefined && cancelledByUser.has(signal)) patch('run', { cancelled: sentence })
  announce(spoken)
}

/** Resets running and loading to the state without an activity. */
function settle(): void {
  patch('run', { running: false, progress: null, batch: null })
  const { phase, loaded, choices } = store.getState().model
  if (phase !== 'reading' && phase !== 'loading') return
  const settled = loaded !== null ? 'ready' : choices.length > 1 ? 'choosing' : 'empty'
  patch('model', { phase: settled, pending: null, progress: null })
}
