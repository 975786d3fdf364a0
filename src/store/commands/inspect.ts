import { isAbort, toPlainError } from '../../base/errors.ts'
import { call } from '../engine.ts'
import type { InspectedItem, InspectSlice, WeightState } from '../state.ts'
import { notInspected, patch, store } from '../store.ts'
import { stopActivations } from './activation.ts'

let current: AbortController | null = null

/** Describes the loaded model, unless that is done or under way. Never fails: the error is shown in its place. */
export async function inspect(): Promise<void> {
  const { model, inspect: shown } = store.getState()
  const { loaded } = model
  if (loaded === null || (shown.session === loaded.session && shown.phase !== 'error')) return
  current?.abort()
  stopActivations()
  const controller = new AbortController()
  current = controller
  const { session } = loaded
  patch('inspect', { ...notInspected, session, phase: 'reading' })
  try {
    const { signal } = controller
    const value = await call('inspect', { session }, { signal })
    if (current === controller) patch('inspect', { phase: 'ready', value })
    // The drawing does not wait for it.
    const changes = await call('inspectPasses', { session }, { signal })
    if (current === controller) patch('inspect', { changes })
  } catch (error) {
    if (current === controller && !isAbort(error)) patch('inspect', { phase: 'error', error: toPlainError(error) })
  }
}

/** Shows the other form, with what corresponds to the selected node. */
export function showForm(form: InspectSlice['form']): void {
  const { value, selected, form: before } = store.getState().inspect
  if (value === null || form === before) return
  patch('inspect', { form, selected: selected?.kind === 'node' ? counterpart(selected.index) : selected })

  function counterpart(index: number): InspectedItem | null {
    const other = form === 'run' ? value?.read[index]?.run : value?.run[index]?.from[0]
    return other == null ? null : { kind: 'node', index: other }
  }
}

/** Selects a group or a node of the shown form, and opens the groups around it. */
export function selectItem(selected: InspectedItem): void {
  const { value, form, open } = store.getState().inspect
  if (value === null) return
  const around = new Set(open)
  const { kind, index } = selected
  const inner = kind === 'group' ? value.groups[index]?.parent : value[form][index]?.group
  for (let at = inner ?? -1; at > 0; at = value.groups[at]?.parent ?? -1) around.add(at)
  patch('inspect', { selected, open: around.size === open.size ? open : around })
}

export function toggleGroup(group: number): void {
  const { open } = store.getState().inspect
  const next = new Set(open)
  if (!next.delete(group)) next.add(group)
  patch('inspect', { open: next })
}

export function openGroups(groups: readonly number[]): void {
  const { open } = store.getState().inspect
  patch('inspect', { open: new Set([...open, ...groups]) })
}

export function foldAll(): void {
  patch('inspect', { open: new Set() })
}

/** Weights whose readings are kept. */
const mostWeights = 12

/** Reads a weight of the shown form, unless that is done or under way. Never fails: the error is shown in its place. */
export async function readWeight(node: string): Promise<void> {
  const { session, form, weights } = store.getState().inspect
  const key = `${form}/${node}`
  const known = weights.get(key)
  if (session === null || (known !== undefined && known.phase !== 'error')) return
  keepWeight(session, key, { phase: 'reading' })
  try {
    keepWeight(session, key, { phase: 'ready', value: await call('readWeight', { session, form, node }) })
  } catch (error) {
    keepWeight(session, key, { phase: 'error', error: toPlainError(error) })
  }
}

function keepWeight(session: string, key: string, weight: WeightState): void {
  const { session: now, weights } = store.getState().inspect
  // Meanwhile another model may have been loaded.
  if (now !== session) return
  const others = [...weights].filter(([one]) => one !== key)
  patch('inspect', { weights: new Map([...others.slice(1 - mostWeights), [key, weight]]) })
}
