import { toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { ConvertRequest, LoadedModel } from '../../engine/protocol.ts'
import { begin, end } from '../activity.ts'
import { bindingsOf, inputsOf, selectedInputSet } from '../bindings.ts'
import { download } from '../download.ts'
import { call } from '../engine.ts'
import { announce, patch, store } from '../store.ts'
import { reloaded } from './backend.ts'
import { showError } from './drop.ts'
import { bindAnew } from './input.ts'
import { dispose, loadBeside } from './model.ts'
import { prepareSelected } from './prepare.ts'
import { settingsChanged } from './repeat.ts'
import { runNew } from './run.ts'

/**
 * Loads another signature of the model. Its inputs and outputs differ, so results are cleared and inputs are bound
 * again.
 */
export async function chooseSignature(signature: string): Promise<void> {
  const before = inputsOf(store.getState())
  if (!(await reloaded({ signature }))) return
  patch('run', { entries: [], shown: null, warning: null, choices: {}, unread: {} })
  bindAnew(before)
  await prepareSelected()
  await runNew()
}

/** Switches the optimiser on or off, for this model and later ones. */
export async function setOptimise(optimise: boolean): Promise<void> {
  const before = store.getState().model.optimise
  patch('model', { optimise })
  if (store.getState().model.loaded === null) return
  if (!(await reloaded({ optimise }))) patch('model', { optimise: before })
  await settingsChanged()
}

/**
 * Runs the selected input through the optimised and the unoptimised graph and stores their differences. One graph is
 * the loaded model; the other is a temporary second session on the same rung.
 */
export async function checkOptimiser(): Promise<void> {
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  const { loaded } = state.model
  if (inputSet === null || loaded === null) return
  const controller = begin()
  patch('model', { check: { phase: 'running' } })
  patch('page', { error: null })
  const { signal } = controller
  const { enabled } = loaded.optimisation
  let second: LoadedModel | null = null
  try {
    second = await loadBeside({ optimise: !enabled }, signal)
    if (second === null) return
    const [plain, optimised] = enabled ? [second, loaded] : [loaded, second]
    const bindings = bindingsOf(state, inputSet)
    const request = { session: plain.session, other: optimised.session, bindings }
    const { outputs } = await call('compare', request, { signal })
    patch('model', { check: { phase: 'done', outputs } })
    announce(`Checked ${formatCount(outputs.length, 'output')} against the unoptimised graph.`)
  } catch (error) {
    patch('model', { check: { phase: 'idle' } })
    showError(toPlainError(error))
  } finally {
    if (second !== null) dispose(second)
    end(controller)
  }
}

/** Saves the loaded graph as a zipped TensorFlow.js model. */
export async function downloadTfjs(precision: ConvertRequest['precision']): Promise<void> {
  const { loaded } = store.getState().model
  if (loaded === null) return
  const controller = begin()
  patch('model', { converting: { progress: null } })
  patch('page', { error: null })
  try {
    const zip = await call(
      'convert',
      { session: loaded.session, precision },
      { signal: controller.signal, onProgress: (progress) => patch('model', { converting: { progress } }) },
    )
    download(zip, `${loaded.summary.name}-tfjs.zip`)
    announce('The TensorFlow.js model is saved.')
  } catch (error) {
    showError(toPlainError(error))
  } finally {
    patch('model', { converting: null })
    end(controller)
  }
}
