import { formatCount } from '../base/format.ts'
import type { FileRef, InputBinding, InputFile, InputSource } from '../base/plan.ts'
import type { TensorSpec } from '../base/tensor.ts'
import type { RunRequest } from '../engine/protocol.ts'
import type { InputSet, InputSlice, RunEntry, State } from './state.ts'

/** What feeds every bound input of the model, with the person's settings, in the model's order. */
export function bindingsOf(state: State, inputSet: InputSet): readonly InputBinding[] {
  return inputsOf(state).flatMap(({ name }) => {
    const source = inputSet.sources[name]
    if (source === undefined) return []
    return [{ input: name, source, dims: state.input.dims[name] ?? {}, settings: state.input.settings[name] ?? [] }]
  })
}

/** What a call that runs the input set on the loaded model asks. */
export function runRequest(state: State, inputSet: InputSet): RunRequest {
  return { session: state.model.loaded?.session ?? '', bindings: bindingsOf(state, inputSet) }
}

export function inputsOf(state: State): readonly TensorSpec[] {
  return state.model.loaded?.inputs ?? []
}

/** Everything that decides a result, as one string: equal keys mean that running again would give the same. */
export function keyOf(state: State, inputSet: InputSet): string {
  const { loaded } = state.model
  const model = [loaded?.summary.hash, loaded?.summary.path, loaded?.signature, loaded?.optimisation.enabled]
  return JSON.stringify([...model, loaded?.rung, bindingsOf(state, inputSet)])
}

export function isStale(state: State, entry: RunEntry): boolean {
  const inputSet = state.input.inputSets.find(({ id }) => id === entry.inputSet)
  return inputSet === undefined || keyOf(state, inputSet) !== entry.key
}

let nextInputSet = 1

export function inputSet(label: string, sources: InputSet['sources']): InputSet {
  return { id: nextInputSet++, label, sources }
}

/** Whether one file can hold values for all inputs by name; a table does where each of them takes one column. */
function holdsAll({ holds }: InputFile, inputs: readonly TensorSpec[]): boolean {
  const single = ({ shape }: TensorSpec) => shape !== null && shape.length < 3 && (shape.at(-1) ?? 1) === 1
  return holds === 'named' || (holds === 'columns' && inputs.every(single))
}

/**
 * Sorts files to the inputs of a model. One input: each file is an input set of its own. Several: a file goes to the
 * input that its base name equals, one JSON, NPZ or table alone feeds all by name, and the rest fill the free inputs in order.
 */
export function inputSetsFor(files: readonly InputFile[], inputs: readonly TensorSpec[]): readonly InputSet[] {
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
  const sources: Record<string, InputSource> = {}
  const rest: InputFile[] = []
  for (const file of files) {
    const match = inputs.find(({ name }) => isFor(file, name))
    if (match !== undefined) sources[match.name] = fileSource(file.file)
    else rest.push(file)
  }
  for (const { name } of inputs) {
    const next = sources[name] === undefined ? rest.shift() : undefined
    if (next !== undefined) sources[name] = fileSource(next.file)
  }
  return [inputSet(labelFor(files), sources)]
}

/** Files whose names a label lists. */
const mostNamed = 8

function labelFor(files: readonly InputFile[]): string {
  const names = files.slice(0, mostNamed).map(({ name }) => name)
  if (files.length > mostNamed) names.push(formatCount(files.length - mostNamed, 'more file'))
  return names.join(' + ')
}

/**
 * Files sorted to the inputs, and beside them what `before` has typed or filled in for inputs that are the `same` still.
 * With one input that is an input set of its own; with several it takes the place of the file.
 */
export function rebuildInputSets(
  files: readonly InputFile[],
  inputs: readonly TensorSpec[],
  before: readonly InputSet[],
  same: ReadonlySet<string>,
): readonly InputSet[] {
  // A signature without inputs (a counter) runs all the same.
  if (inputs.length === 0) return [inputSet('no input', {})]
  const sorted = inputSetsFor(files, inputs)
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

export function fileSource(file: FileRef): InputSource {
  return { kind: 'file', file }
}

export function selectedInputSet(state: State): InputSet | null {
  return state.input.inputSets.find(({ id }) => id === state.input.selected) ?? null
}

/** More waiting inputs than these run only when the person asks. */
export const mostUnasked = 20

/** The input sets that have not been run: what a drop has brought. */
export function waitingInputSets(inputSets: readonly InputSet[], entries: readonly RunEntry[]): readonly InputSet[] {
  const done = new Set(entries.map(({ inputSet }) => inputSet))
  return inputSets.filter(({ id }) => !done.has(id))
}

/** Replaces one input set, or adds it. */
export function withInputSet({ inputSets }: InputSlice, changed: InputSet): readonly InputSet[] {
  return inputSets.some(({ id }) => id === changed.id)
    ? inputSets.map((one) => (one.id === changed.id ? changed : one))
    : [...inputSets, changed]
}
