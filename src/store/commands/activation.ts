import { toPlainError } from '../../base/errors.ts'
import { keyOf, runRequest, selectedInputSet } from '../bindings.ts'
import { call } from '../engine.ts'
import type { ActivationState, State } from '../state.ts'
import { announce, patch, store } from '../store.ts'

let current: AbortController | null = null

/** Identifies the settings that a value would be computed with now; empty without an input set. */
export function activationKey(state: State): string {
  const inputSet = selectedInputSet(state)
  return inputSet === null ? '' : keyOf(state, inputSet)
}

/**
 * Computes the value of a node as read for the selected input set, unless that is done or under way; replaces one that
 * is being computed. Never fails: the error is shown in its place.
 */
export async function computeActivation(node: string): Promise<void> {
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  if (inputSet === null) return
  const { activation: before } = state.inspect
  const key = keyOf(state, inputSet)
  patch('inspect', { watching: true })
  if (before?.node === node && before.key === key && before.phase !== 'error') return
  current?.abort()
  const controller = new AbortController()
  current = controller
  const isSame = before?.node === node
  const start = { node, key, label: inputSet.label, error: null, progress: null }
  const put = (change: Partial<ActivationState>) => {
    const { activation } = store.getState().inspect
    if (current === controller && activation !== null) patch('inspect', { activation: { ...activation, ...change } })
  }
  patch('inspect', { activation: { ...start, phase: 'running', value: isSame ? before.value : null } })
  try {
    const value = await call(
      'activation',
      { ...runRequest(state, inputSet), node },
      { signal: controller.signal, onProgress: (progress) => put({ progress }) },
    )
    put({ phase: 'done', value })
    if (current === controller) announce(`The values of ${node} are shown.`)
  } catch (error) {
    put({ phase: 'error', error: toPlainError(error) })
  }
}

/** Cancels what is being computed, and computes nothing more until asked. */
export function stopActivations(): void {
  current?.abort()
  current = null
  const { activation } = store.getState().inspect
  const kept = activation?.phase === 'running' ? null : activation
  patch('inspect', { watching: false, activation: kept })
}
