import { toPlainError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { ConvertRequest } from '../../engine/protocol.ts'
import { begin, end } from '../activity.ts'
import { inputsOf, runRequest, selectedInputSet } from '../bindings.ts'
import { call } from '../engine.ts'
import { announce, patch, store } from '../store.ts'
import { reloaded } from './backend.ts'
import { showError } from './drop.ts'
import { download } from './export.ts'
import { bindAnew } from './input.ts'
import { prepareSelected } from './prepare.ts'
import { runNew } from './run.ts'

/** Another signature of the model: other inputs and outputs, so results go and the inputs are bound anew. */
export async function chooseSignature(signature: string): Promise<void> {
  const before = inputsOf(store.getState())
  if (!(await reloaded({ signature }))) return
  patch('run', { entries: [], shown: null, warning: null })
  bindAnew(before)
  await prepareSelected()
  await runNew()
}

/** Switches the optimiser on or off, for this model and those to come. */
export async function setOptimise(optimise: boolean): Promise<void> {
  const before = store.getState().model.optimise
  patch('model', { optimise })
  if (store.getState().model.loaded === null) return
  if (!(await reloaded({ optimise }))) patch('model', { optimise: before })
  await prepareSelected()
}

/** Runs the selected input through the optimised and the unoptimised graph and keeps how far they are apart. */
export async function checkOptimiser(): Promise<void> {
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  if (inputSet === null) return
  const controller = begin()
  patch('model', { check: { phase: 'running' } })
  patch('page', { error: null })
  try {
    const { outputs } = await call('check', runRequest(state, inputSet), { signal: controller.signal })
    patch('model', { check: { phase: 'done', outputs } })
    announce(`Checked ${formatCount(outputs.length, 'output')} against the unoptimised graph.`)
  } catch (error) {
    patch('model', { check: { phase: 'idle' } })
    showError(toPlainError(error))
  } finally {
    end(controller)
  }
}

/** Saves the loaded graph as a TensorFlow.js model, in a zip. */
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
