import type { InputBinding, InputSource } from '../base/plan.ts'
import { type LiveSourceId, liveSource, liveSources } from '../live/sources/index.ts'
import { bindingsOf, selectedInputSet, stateSource } from './bindings.ts'
import type { InputSet, State } from './state.ts'

/** The input that a live source feeds; `null` if the model takes none of its kind, or if no source is chosen. */
export function liveInput(state: State): string | null {
  const { source } = state.live
  return source === null ? null : inputFor(state, liveSource(source).feeds)
}

/** The live sources that can feed an input. */
export function liveSourcesOf(state: State, input: string): readonly LiveSourceId[] {
  return liveSources.filter(({ feeds }) => inputFor(state, feeds) === input).map(({ id }) => id)
}

/** The first input that takes pictures or sounds. For sounds, a fitting shape alone is not enough. */
export function inputFor(state: State, feeds: 'pictures' | 'sounds'): string | null {
  const { loaded } = state.model
  if (loaded === null) return null
  const fitting = feeds === 'pictures' ? loaded.pictureInputs : hearsSounds(state) ? loaded.soundInputs : []
  return fitting.find((name) => stateSource(state, name) === null) ?? null
}

/** Whether the model takes sounds: its graph or files say so, or the person gave it one. */
export function hearsSounds({ model, input }: State): boolean {
  if (model.loaded === null) return false
  const { clues } = model.loaded.summary.metadata
  return clues.some(({ question }) => question === 'sound') || input.files.some(({ plays }) => plays === true)
}

/** The bindings for an item of a live source; the other inputs keep the sources of the selected input set. */
export function liveBindings(state: State, item: InputSource): readonly InputBinding[] {
  const input = liveInput(state)
  if (input === null) return []
  return bindingsOf(state, inputSetWith(selectedInputSet(state), input, item))
}

function inputSetWith(selected: InputSet | null, input: string, item: InputSource): InputSet {
  return { id: 0, label: '', sources: { ...selected?.sources, [input]: item } }
}
