import { patch, store } from './store.ts'

/** What the person can cancel: at most one thing at a time; starting the next one ends the one before. */
let current: AbortController | null = null

export function begin(): AbortController {
  current?.abort()
  current = new AbortController()
  settle()
  return current
}

/** Settles what the page shows of it, unless something else has begun meanwhile and owns that now. */
export function end(controller: AbortController): void {
  if (current !== controller) return
  current = null
  settle()
}

export function cancel(): void {
  current?.abort()
}

/** Nothing runs, is read or is loaded any more: what there is. */
function settle(): void {
  patch('run', { running: false, progress: null, batch: null })
  const { phase, loaded, choices } = store.getState().model
  if (phase !== 'reading' && phase !== 'loading') return
  const settled = loaded !== null ? 'ready' : choices.length > 1 ? 'choosing' : 'empty'
  patch('model', { phase: settled, pending: null, progress: null })
}
