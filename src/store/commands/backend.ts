import { toPlainError } from '../../base/errors.ts'
import type { BackendChoice } from '../../base/ladder.ts'
import { begin, end } from '../activity.ts'
import { call } from '../engine.ts'
import { patch, store } from '../store.ts'
import { showError } from './drop.ts'
import { type Reload, reload } from './model.ts'
import { settingsChanged } from './repeat.ts'

/** Probes all rungs, so that the ladder is complete before a model is loaded. */
export async function probe(): Promise<void> {
  patch('backend', { probing: true })
  try {
    const ladder = await call('probe', {})
    if (store.getState().model.loaded === null) patch('backend', { ladder })
  } catch (error) {
    showError(toPlainError(error))
  } finally {
    patch('backend', { probing: false })
  }
}

/** Pins a rung, or returns to automatic. A loaded model is reloaded there; on failure, everything stays unchanged. */
export async function chooseBackend(choice: BackendChoice): Promise<void> {
  const before = store.getState().backend.choice
  patch('backend', { choice })
  if (store.getState().model.loaded === null) return
  if (!(await reloaded({ backend: choice }))) patch('backend', { choice: before })
  await settingsChanged()
}

/**
 * Reloads the current model with other settings; on failure, everything stays unchanged and the page shows the error.
 */
export async function reloaded(change: Reload): Promise<boolean> {
  const controller = begin()
  patch('page', { error: null })
  try {
    await reload(change, controller.signal)
    return true
  } catch (error) {
    showError(toPlainError(error))
    return false
  } finally {
    end(controller)
  }
}
