import { formatCount } from '../base/format.ts'
import { own } from '../base/own.ts'
import type { FileRef, InputBinding, InputFile, InputSource } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import { type TokenRole, tokenRoles } from '../base/token-roles.ts'
import type { RunRequest } from '../engine/protocol.ts'
import type { InputSet, InputSlice, RunEntry, State } from './state.ts'

/** The sources of all bound inputs of the model with the user's settings, in the model's order. */
export function bindingsOf(state: State, inputSet: InputSet): readonly InputBinding[] {
  return inputsOf(state).flatMap((spec) => {
    const { name } = spec
    const source = own(inputSet.sources, name) ?? stateSource(state, name)
    if (source === null || isBlank(source, spec)) return []
    const { dims, settings } = state.input
    return [{ input: name, source, dims: own(dims, name) ?? {}, settings: own(settings, name) ?? [] }]
  })
}

/** True for a field of numbers into which nothing has been typed yet; an empty text is a valid string. */
export function isBlank(source: InputSource, { dtype }: TensorSpec): boolean {
  return source.kind === 'text' && source.text.trim() === '' && dtype !== 'string'
}

/** The request of a call that runs the input set on the loaded model. */
export function runRequest(state: State, inputSet: InputSet): RunRequest {
  return { session: state.model.loaded?.session ?? '', bindings: bindingsOf(state, inputSet) }
}

/** The inputs of the loaded model that one text fills, with what each takes; empty if there are none. */
export function rolesOf({ model: { loaded } }: Pick<State, 'model'>): ReadonlyMap<string, TokenRole> {
  return tokenRoles(loaded?.inputs ?? [], loaded?.summary.metadata.vocabulary != null)
}

export function inputsOf(state: State): readonly TensorSpec[] {
  return state.model.loaded?.inputs ?? []
}

/** The inputs that need a source; states of a recurrent model have one. */
export function openInputs(state: State): readonly TensorSpec[] {
  return inputsOf(state).filter(({ name }) => stateSource(state, name) === null)
}

/** The source of an input that is a state, unless the person sets another one; `null` for other inputs. */
export function stateSource({ model, input, live }: State, name: string): InputSource | null {
  const pair = model.loaded?.states?.find((one) => one.input === name)
  if (pair === undefined) return null
  return { kind: 'state', output: pair.output, since: live.source === null ? input.feedBack : live.epoch }
}

/** Everything that determines a result, as one string: equal keys give equal results. */
export function keyOf(state: State, inputSet: InputSet): string {
  const { loaded } = state.model
  const model = [loaded?.summary.hash, loaded?.summary.path, loaded?.signature, loaded?.optimisation.enabled]
  return JSON.stringify([...model, loaded?.rung, bindingsOf(state, inputSet)])
}

/** Whether a result belongs to other settings than the page shows. A text that is edited counts before it is applied. */
export function isStale(state: State, entry: RunEntry): boolean {
  if (state.input.edited !== null && entry.inputSet === state.input.selected) return true
  const inputSet = state.input.inputSets.find(({ id }) => id === entry.inputSet)
  return inputSet === undefined || keyOf(state, inputSet) !== entry.key
}

let nextInputSet = 1

export function inputSet(label: string, sources: InputSet['sources']): InputSet {
  return { id: nextInputSet++, label, sources }
}

/**
 * Tells input sets with one label apart: by the paths of their files if those differ, else by a number. `taken` are
 * labels of other input sets.
 */
export function withDistinctLabels(added: readonly InputSet[], taken: ReadonlySet<string>): readonly InputSet[] {
  const used = new Set(taken)
  const distinct = (one: InputSet): string => {
    if (!used.has(one.label)) return one.label
    const [source] = Object.values(one.sources)
    if (source?.kind === 'file' && !used.has(source.file.path)) return source.file.path
    for (let n = 2; ; n++) if (!used.has(`${one.label} (${n})`)) return `${one.label} (${n})`
  }
  return added.map((one) => {
    const label = distinct(one)
    used.add(label)
    return label === one.label ? one : { ...one, label }
  })
}

/** True if one file can hold values for all inputs by name; for a table, if each input takes one column. */
function holdsAll({ holds }: InputFile, inputs: readonly TensorSpec[]): boolean {
  const single = ({ shape }: TensorSpec) => shape !== null && shape.length < 3 && (shape.at(-1) ?? 1) === 1
  return holds === 'named' || (holds === 'columns' && inputs.every(single))
}

/**
 * Assigns files to the inputs of a model. With one input, each file is its own input set. With several, a file goes to
 * the input whose name equals its base name; a single JSON, NPZ or table file feeds all by name; the remaining files
 * fill the free inputs in order. A text fills all inputs that take its tokens.
 */
export function inputSetsFor(
  dropped: readonly InputFile[],
  inputs: readonly TensorSpec[],
  roles: ReadonlyMap<string, TokenRole> = new Map(),
): readonly InputSet[] {
  const files = dropped.filter((file) => canFeed(file, inputs))
  const [only] = inputs
  if (only === undefined || files.length === 0) return []
  if (inputs.length === 1) return files.map(({ name, file }) => inputSet(name, { [only.name]: fileSource(file) }))
  const [first] = files
  if (
    first !== undefined &&
    files.length === 1 &&
    holdsAll(first, inputs) &&
    !inputs.some(({ name }) => isFor(first, name))
  ) {
    return [inputSet(first.name, Object.fromEntries(inputs.map(({ name }) => [name, fileSource(first.file)])))]
  }
  const sources = new Map<string, InputSource>()
  const rest: InputFile[] = []
  for (const file of files) {
    const match = inputs.find(({ name }) => isFor(file, name))
    if (match !== undefined) sources.set(match.name, fileSource(file.file))
    else if (file.feeds === 'strings' && roles.size > 0)
      for (const name of roles.keys()) sources.set(name, fileSource(file.file))
    else rest.push(file)
  }
  for (const { name } of inputs) {
    const next = sources.has(name) ? undefined : rest.shift()
    if (next !== undefined) sources.set(name, fileSource(next.file))
  }
  return [inputSet(labelFor(files), Object.fromEntries(sources))]
}

/**
 * Whether a file can feed one of the inputs. A file that was dropped for its own sake always can, so that the person
 * learns why it does not fit; one that came with the model only if an input takes what it holds, or has its name.
 */
export function canFeed(file: InputFile, inputs: readonly TensorSpec[]): boolean {
  const { besideModel, feeds } = file
  if (!besideModel || feeds === 'any') return true
  return inputs.some((input) => isFor(file, input.name) || takes[feeds](input))
}

const takes = {
  strings: ({ dtype }: TensorSpec) => dtype === 'string',
  pictures: takesPictures,
  sounds: takesSounds,
}

/** Samples, or spectrograms of one channel. */
function takesSounds({ dtype, shape }: TensorSpec): boolean {
  if (dtype === 'string' || dtype === 'complex64') return false
  if (shape === null || shape.length > 4) return shape === null
  const isColoured = shape.length === 4 && (shape.at(-1) ?? 3) > 1
  return !isColoured && shape.some((dim) => dim === null || dim >= shortestSound)
}

const shortestSound = 64

/** Pictures have three axes or four with the batch, or are flattened squares. */
function takesPictures({ dtype, shape }: TensorSpec): boolean {
  if (dtype === 'string' || dtype === 'complex64') return false
  if (shape === null || shape.length > 2) return true
  const length = shape.at(-1) ?? 0
  return length >= smallestPicture && [1, 3].some((channels) => Number.isInteger(Math.sqrt(length / channels)))
}

/** Elements of a flattened picture: 8 × 8, as the smallest data sets of digits have. */
const smallestPicture = 64

/** Maximum number of file names in a label. */
const maxNamed = 8

function labelFor(files: readonly InputFile[]): string {
  const names = files.slice(0, maxNamed).map(({ name }) => name)
  if (files.length > maxNamed) names.push(formatCount(files.length - maxNamed, 'more file'))
  return names.join(' + ')
}

/**
 * Assigns files to the inputs, and keeps typed or filled values of `before` for inputs that are still the `same`. With
 * one input, a kept value is its own input set; with several, it takes precedence over the file.
 */
export function rebuildInputSets(
  files: readonly InputFile[],
  inputs: readonly TensorSpec[],
  before: readonly InputSet[],
  same: ReadonlySet<string>,
  roles: ReadonlyMap<string, TokenRole> = new Map(),
): readonly InputSet[] {
  // A signature without inputs (a counter) runs too.
  if (inputs.length === 0) return [inputSet('no input', {})]
  const sorted = withDistinctLabels(inputSetsFor(files, inputs, roles), new Set())
  const kept = before.flatMap((one) => {
    const sources = Object.entries(one.sources).filter(([name, { kind }]) => same.has(name) && kind !== 'file')
    return sources.length === 0 ? [] : [{ ...one, sources: Object.fromEntries(sources) }]
  })
  const last = kept.at(-1)
  if (inputs.length === 1 || last === undefined) return [...sorted, ...kept]
  return [{ ...last, sources: { ...sorted[0]?.sources, ...last.sources } }]
}

export function isFor(file: InputFile, input: string): boolean {
  return file.name.replace(/\.[^.]+$/, '') === input
}

export function sameFile(a: FileRef, b: FileRef): boolean {
  return a.path === b.path && a.drop === b.drop
}

export function fileSource(file: FileRef): InputSource {
  return { kind: 'file', file }
}

/** The files that feed an input set, in the order of its inputs. */
export function filesOf(inputSet: InputSet | undefined): readonly FileRef[] {
  return Object.values(inputSet?.sources ?? {}).flatMap((source) => (source.kind === 'file' ? [source.file] : []))
}

export function selectedInputSet(state: State): InputSet | null {
  return state.input.inputSets.find(({ id }) => id === state.input.selected) ?? null
}

/** With more waiting inputs than this, they run only on request. */
export const maxAutoRuns = 20

/** Input sets of the last drop that have not been run. */
export function waitingInputSets(inputSets: readonly InputSet[], entries: readonly RunEntry[]): readonly InputSet[] {
  const done = new Set(entries.map(({ inputSet }) => inputSet))
  return inputSets.filter(({ id }) => !done.has(id))
}

/** Replaces an input set, or adds it. */
export function withInputSet({ inputSets }: InputSlice, changed: InputSet): readonly InputSet[] {
  return inputSets.some(({ id }) => id === changed.id)
    ? inputSets.map((one) => (one.id === changed.id ? changed : one))
    : [...inputSets, changed]
}
