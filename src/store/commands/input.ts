import { nextTask } from '../../base/abort.ts'
import { own } from '../../base/own.ts'
import type { Fill, InputFile, InputSource, StepSetting } from '../../base/plan.ts'
import type { TensorSpec } from '../../base/tensor.ts'
import {
  fileSource,
  filesOf,
  inputSet,
  inputSetsFor,
  openInputs,
  rebuildInputSets,
  rolesOf,
  sameFile,
  selectedInputSet,
  withDistinctLabels,
  withInputSet,
} from '../bindings.ts'
import { leaveLive, nextEpoch } from '../live/index.ts'
import { liveInput } from '../live-inputs.ts'
import { patch, store } from '../store.ts'
import { prepareSelected } from './prepare.ts'
import { readShown } from './reading.ts'
import { settingsChanged } from './repeat.ts'
import { completeShown } from './run-one.ts'

/** Adds input files of a drop: binds them if a model is loaded, otherwise keeps them for the next one. */
export async function addInputFiles(files: readonly InputFile[]): Promise<void> {
  if (files.length === 0) return
  leaveLive()
  const before = store.getState()
  const inputs = openInputs(before)
  const taken = new Set(before.input.inputSets.map(({ label }) => label))
  const added =
    inputs.length > 1
      ? inputSetsFor(files, inputs, rolesOf(before))
      : withDistinctLabels(inputSetsFor(files, inputs), taken)
  // Making 10,000 input sets and listing them would together block the page for too long.
  await nextTask()
  const state = store.getState()
  const kept =
    inputs.length > 1
      ? []
      : state.input.inputSets.filter(({ sources }) => Object.values(sources).some(({ kind }) => kind === 'file'))
  const merged =
    inputs.length > 1 && added[0] !== undefined
      ? [{ ...added[0], sources: { ...selectedInputSet(state)?.sources, ...added[0].sources } }]
      : added
  patch('input', {
    files: [...state.input.files, ...files],
    inputSets: [...kept, ...merged],
    selected: merged[0]?.id ?? state.input.selected,
  })
  showSelected()
  await prepareSelected()
}

/**
 * After loading another model or signature: assigns the files to its inputs. Typed values, fills and settings of the
 * user stay for inputs shared with `before`; while another signature loads, the page still offers them.
 */
export function bindAnew(before: readonly TensorSpec[] = []): void {
  const state = store.getState()
  const inputs = openInputs(state)
  const known = new Set(before.map((one) => JSON.stringify(one)))
  const same = new Set(inputs.filter((one) => known.has(JSON.stringify(one))).map(({ name }) => name))
  const keep = <T>(values: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(values).filter(([name]) => same.has(name)))
  const { files, inputSets: present, selected, settings, dims } = state.input
  const inputSets = rebuildInputSets(files, inputs, present, same, rolesOf(state))
  patch('input', {
    inputSets,
    selected: (inputSets.find(({ id }) => id === selected) ?? inputSets[0])?.id ?? null,
    settings: keep(settings),
    dims: keep(dims),
    prepared: {},
  })
  void prepareSelected()
}

export async function selectInputSet(id: number): Promise<void> {
  leaveLive()
  patch('input', { selected: id, prepared: {} })
  showSelected()
  await prepareSelected()
}

/** Selects a result of the list, together with its input set. */
export async function showRun(run: number): Promise<void> {
  const entry = store.getState().run.entries.find((one) => one.run === run)
  if (entry !== undefined) await selectInputSet(entry.inputSet)
}

/** The result column follows the selected input set; runs of removed input sets are dropped. */
function showSelected(): void {
  const { input, run } = store.getState()
  const present = new Set(input.inputSets.map(({ id }) => id))
  const entries = run.entries.filter(({ inputSet: id }) => present.has(id))
  patch('run', { entries, shown: entries.find((entry) => entry.inputSet === input.selected)?.run ?? null })
  void readShown()
  void completeShown()
}

/** Removes an input set; if it was selected, selects the one after it. */
export async function removeInputSet(id: number): Promise<void> {
  const { inputSets, selected, files } = store.getState().input
  const at = inputSets.findIndex((one) => one.id === id)
  const gone = inputSets[at]
  const rest = inputSets.filter((one) => one.id !== id)
  const freed = filesOf(gone).filter((file) => !rest.some((one) => filesOf(one).some((other) => sameFile(other, file))))
  patch('input', {
    inputSets: rest,
    files: files.filter(({ file }) => !freed.some((one) => sameFile(one, file))),
    selected: selected === id ? ((rest[at] ?? rest.at(-1))?.id ?? null) : selected,
  })
  showSelected()
  await prepareSelected()
}

export async function clearInputs(): Promise<void> {
  leaveLive()
  patch('input', { files: [], inputSets: [], selected: null })
  patch('run', { entries: [], shown: null, warning: null })
  await prepareSelected()
}

export const bindFile = (input: string, file: InputFile): Promise<void> =>
  bind(input, fileSource(file.file), file.name, file.feeds === 'strings')

export const fillInput = (input: string, fill: Fill, seed = 1): Promise<void> =>
  bind(input, { kind: 'fill', fill, seed }, fill === 'random' ? `random, seed ${seed}` : fill)

type Typed = Extract<InputSource, { kind: 'text' }>

/** `more` says what belongs to the text; an empty second text counts as none. */
export function typeInput(input: string, text: string, more: Pick<Typed, 'second' | 'columns'> = {}): Promise<void> {
  const { second = '', columns } = more
  const source: Typed = { kind: 'text', text, ...(second !== '' && { second }), ...(columns && { columns }) }
  return bind(input, source, 'typed', /[^\d\s,;.eE+-]|^$/.test(text))
}

/** Notes whether the typed text of an input is being edited and differs from the one that was applied. */
export function editText(input: string, isEdited: boolean): void {
  const { edited } = store.getState().input
  if (isEdited) patch('input', { edited: input })
  else if (edited === input) patch('input', { edited: null })
}

/**
 * Sets the source of one input, or of all that take the tokens of one text, in the selected input set or in a new one.
 */
async function bind(input: string, source: InputSource, label: string, isText = false): Promise<void> {
  if (input === liveInput(store.getState())) leaveLive()
  const state = store.getState()
  const selected = selectedInputSet(state)
  const roles = rolesOf(state)
  const filled = isText && roles.has(input) ? [...roles.keys()] : [input]
  const sources = { ...selected?.sources, ...Object.fromEntries(filled.map((name) => [name, source])) }
  const single = openInputs(state).length === 1
  // With dropped files, a fill or typed text is added as another input set instead of replacing the file.
  const replaces =
    selected !== null && (!single || own(selected.sources, input)?.kind !== 'file' || source.kind === 'file')
  const changed =
    selected !== null && replaces
      ? { ...selected, label: single ? label : labelOf(sources, label), sources }
      : inputSet(label, sources)
  patch('input', { inputSets: withInputSet(state.input, changed), selected: changed.id })
  showSelected()
  await prepareSelected()
}

function labelOf(sources: Readonly<Record<string, InputSource>>, label: string): string {
  const names = Object.values(sources).map((source) =>
    source.kind === 'file'
      ? (source.file.path.split('/').at(-1) ?? '')
      : source.kind === 'fill'
        ? source.fill
        : 'typed',
  )
  return [...new Set(names)].join(' + ') || label
}

/** Feeds an input that is a state back again, in place of the value that the person set. */
export async function feedState(input: string): Promise<void> {
  const state = store.getState()
  const selected = selectedInputSet(state)
  if (selected === null) return
  const { [input]: _, ...sources } = selected.sources
  patch('input', { inputSets: withInputSet(state.input, { ...selected, sources }) })
  await settingsChanged()
}

/** Whether states are fed back from run to run of files, or begin anew in each run. */
export async function setFeedBack(on: boolean): Promise<void> {
  patch('input', { feedBack: on ? nextEpoch() : null })
  await settingsChanged()
}

/** Begins all states anew with zeros. */
export async function resetStates(): Promise<void> {
  const { input, live } = store.getState()
  if (live.source !== null) patch('live', { epoch: nextEpoch() })
  else if (input.feedBack !== null) patch('input', { feedBack: nextEpoch() })
  await settingsChanged()
}

/** Back from a live source to files. */
export async function showFiles(): Promise<void> {
  leaveLive()
  await prepareSelected()
}

/** Sets the size of a free dimension; `null` resets it to automatic. */
export async function setDim(input: string, axis: number, size: number | null): Promise<void> {
  const { dims } = store.getState().input
  const { [axis]: _, ...rest } = own(dims, input) ?? {}
  patch('input', { dims: { ...dims, [input]: size === null ? rest : { ...rest, [axis]: size } } })
  await settingsChanged()
}

/** Sets options of one step; earlier settings that are not in `values` stay. */
export async function setStep(input: string, setting: StepSetting): Promise<void> {
  const { settings } = store.getState().input
  const mine = own(settings, input) ?? []
  const before = mine.find(({ id }) => id === setting.id)
  const merged: StepSetting = { id: setting.id, values: { ...before?.values, ...setting.values } }
  patch('input', { settings: { ...settings, [input]: [...mine.filter(({ id }) => id !== setting.id), merged] } })
  await settingsChanged()
}

/** Resets one step, or all, to automatic. */
export async function resetSteps(input: string, stepId?: string): Promise<void> {
  const { settings } = store.getState().input
  const rest = stepId === undefined ? [] : (own(settings, input) ?? []).filter(({ id }) => id !== stepId)
  patch('input', { settings: { ...settings, [input]: rest } })
  await settingsChanged()
}
