import { toPlainError } from '../../base/errors.ts'
import type { Picture } from '../../base/plan.ts'
import { bindingsOf, selectedInputSet } from '../bindings.ts'
import { call } from '../engine.ts'
import { liveInput } from '../live-inputs.ts'
import { shownEntry } from '../selectors.ts'
import type { PreparedState } from '../state.ts'
import { patch, store } from '../store.ts'
import { showOriginals } from './originals.ts'

let token = 0
/** The source of what is shown of each input, by its name. */
const shownFrom = new Map<string, string>()
/** After this time what is shown of another source gives way to "Preparing", ms. */
const patience = 300

/** The picture of an element of an input's batch; `null` if it cannot be drawn. Never fails. */
export async function batchPicture(input: string, row: number): Promise<Picture | null> {
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  const binding = inputSet === null ? undefined : bindingsOf(state, inputSet).find((one) => one.input === input)
  const { loaded } = state.model
  if (binding === undefined || loaded === null) return null
  const { session } = loaded
  return call('prepare', { session, binding, row }).then(
    ({ picture }) => picture,
    () => null,
  )
}

/** Prepares every bound input of the selected input set, for the preview and the warnings. */
export async function prepareSelected(): Promise<void> {
  const mine = ++token
  const state = store.getState()
  const inputSet = selectedInputSet(state)
  const { loaded } = state.model
  if (inputSet === null || loaded === null) {
    patch('input', { prepared: {} })
    await showOriginals([])
    return
  }
  const set = (input: string, prepared: PreparedState) => {
    if (mine !== token) return
    patch('input', { prepared: { ...store.getState().input.prepared, [input]: prepared } })
  }
  const live = liveInput(state)
  const bindings = bindingsOf(state, inputSet).filter(({ input }) => input !== live)
  const before = state.input.prepared
  patch('input', {
    prepared: Object.fromEntries([
      ...Object.entries(before).filter(([input]) => input === live),
      ...bindings.map(({ input }) => [input, before[input] ?? { phase: 'preparing' }] as const),
    ]),
  })
  const preparing = bindings.map(async (binding) => {
    const { input } = binding
    const from = JSON.stringify(binding.source)
    const isOther = shownFrom.get(input) !== from
    const slow = isOther ? setTimeout(() => set(input, { phase: 'preparing' }), patience) : undefined
    try {
      set(input, { phase: 'ready', value: await call('prepare', { session: loaded.session, binding }) })
    } catch (error) {
      set(input, { phase: 'error', error: toPlainError(error) })
    } finally {
      clearTimeout(slow)
      if (mine === token) shownFrom.set(input, from)
    }
  })
  const files = bindings.flatMap(({ source }) => (source.kind === 'file' ? [source.file] : []))
  // The shown result may have been made with other files than those that are selected now.
  const drawn = shownEntry(state)?.result?.settings.inputs.flatMap(({ from }) => from ?? []) ?? []
  await Promise.all([showOriginals([...files, ...drawn]), ...preparing])
}
