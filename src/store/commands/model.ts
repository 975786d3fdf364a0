import type { OpenedDrop } from '../../base/drop.ts'
import { toPlainError } from '../../base/errors.ts'
import { formatDuration } from '../../base/format.ts'
import { rungLabels } from '../../base/ladder.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import { uniqueName } from '../../base/unique-name.ts'
import type { LoadedModel, LoadRequest } from '../../engine/protocol.ts'
import { baseName } from '../../files/paths.ts'
import { call } from '../engine.ts'
import { leaveLive } from '../live/index.ts'
import type { ModelChoice } from '../state.ts'
import { announce, notify, patch, store } from '../store.ts'
import { bindAnew } from './input.ts'

/**
 * Loads a model on the chosen backend. The previous one stays until the new one is ready. Raises what `load` raises.
 */
export async function loadChoice(choice: ModelChoice, signal: AbortSignal): Promise<void> {
  announce(`Loading ${choice.name}.`)
  await take(choice, { beside: besideOf(choice) }, [], signal)
  patch('model', { sample: null })
}

/**
 * Loads the current model anew with files of another drop that describe it; without a model, they wait for the next one.
 * Files, typed values and settings stay; results are cleared. Raises what `load` raises.
 */
export async function describe({ drop, describing }: OpenedDrop, signal: AbortSignal): Promise<void> {
  const { current, loaded, beside } = store.getState().model
  const all = [...beside, drop]
  if (current === null) patch('model', { beside: all })
  else await take(current, { signature: loaded?.signature ?? null, beside: all }, loaded?.inputs ?? [], signal)
  const names = describing.map(baseName).join(', ')
  notify(`${names}: read as part of ${current === null ? 'the next model' : current.name}.`)
}

/** The drops that describe a model: those of the current one if it is the same, those that wait if there is none. */
function besideOf(choice: ModelChoice): readonly string[] {
  const { current, beside } = store.getState().model
  return current === null || sameChoice(current, choice) ? beside : []
}

/** Values and settings of the inputs `before` stay where the model still has them. */
async function take(
  choice: ModelChoice,
  change: Reload,
  before: readonly TensorSpec[],
  signal: AbortSignal,
): Promise<void> {
  const loaded = await load(choice, change, signal)
  const { choices, beside, current } = store.getState().model
  leaveLive(current !== null && sameChoice(choice, current) ? 'the model was reloaded' : 'another model was loaded')
  takeLoaded(loaded, choice)
  patch('model', { beside: change.beside ?? beside })
  patch('run', { entries: [], shown: null, warning: null, choices: {}, unread: {} })
  patch('model', { choices: choices.some((one) => sameChoice(one, choice)) ? choices : [] })
  bindAnew(before)
}

/** Load settings that override those of the current model. */
export type Reload = Partial<Pick<LoadRequest, 'backend' | 'signature' | 'optimise' | 'beside'>>

/** Reloads the current model; its inputs and results stay. Raises what `load` raises. */
export async function reload(change: Reload, signal: AbortSignal): Promise<void> {
  const { current, loaded } = store.getState().model
  if (current === null) return
  takeLoaded(await load(current, { signature: loaded?.signature ?? null, ...change }, signal), current)
}

/** Loads the current model as a second session, which the caller must dispose of. Raises what `load` raises. */
export async function loadBeside(change: Reload, signal: AbortSignal): Promise<LoadedModel | null> {
  const { current, loaded } = store.getState().model
  if (current === null || loaded === null) return null
  return call('load', loadRequest(current, { signature: loaded.signature, backend: loaded.rung, ...change }), {
    signal,
  })
}

async function load(choice: ModelChoice, change: Reload, signal: AbortSignal): Promise<LoadedModel> {
  patch('model', { phase: 'loading', pending: choice, progress: null })
  return call('load', loadRequest(choice, change), { signal, onProgress: (progress) => patch('model', { progress }) })
}

function loadRequest(choice: ModelChoice, change: Reload): LoadRequest {
  const { backend, model } = store.getState()
  return {
    session: uniqueName(),
    drop: choice.drop,
    candidate: choice.id,
    backend: backend.choice,
    signature: null,
    optimise: model.optimise,
    beside: model.beside,
    lost: [],
    ...change,
  }
}

function takeLoaded(loaded: LoadedModel, choice: ModelChoice): void {
  const before = store.getState().model.loaded
  if (before !== null) dispose(before)
  patch('model', {
    phase: 'ready',
    loaded,
    current: choice,
    pending: null,
    progress: null,
    check: { phase: 'idle' },
  })
  patch('backend', { ladder: loaded.ladder })
  patch('run', { benchmark: { phase: 'idle', done: 0, total: 0, result: null, key: '' } })
  const ms = loaded.ledger.reduce((sum, record) => sum + (record.ms ?? 0), 0)
  announce(`${loaded.summary.name} is ready on ${rungLabels[loaded.rung]}, after ${formatDuration(ms)}.`)
}

/** Disposes of a session, without waiting. */
export function dispose({ session }: LoadedModel): void {
  call('dispose', { session }).catch((error) => patch('page', { error: toPlainError(error) }))
}

/** Handles sessions that the engine reloaded after a loss, possibly on another rung. */
export function takeReloaded(loaded: LoadedModel): void {
  if (loaded.session !== store.getState().model.loaded?.session) return
  patch('model', { loaded })
  patch('backend', { ladder: loaded.ladder })
}

function sameChoice(a: ModelChoice, b: ModelChoice): boolean {
  return a.drop === b.drop && a.id === b.id
}
