import { rungLabels } from '../base/ladder.ts'
import { own } from '../base/own.ts'
import type { InputSource } from '../base/plan.ts'
import type { RunInput } from '../base/run.ts'
import type { InputSet, RunEntry, State } from './state.ts'

/** A setting that has changed since a run, as texts: `Scale`, `0…1`, `−1…1`. */
interface Change {
  readonly label: string
  readonly was: string
  readonly is: string
}

/** The settings in which a result differs from the page. May miss some, such as one typed text replaced by another. */
export function changesSince(state: State, { result, inputSet: id }: RunEntry): readonly Change[] {
  const { loaded } = state.model
  if (result === null || loaded === null) return []
  const { model, backend, inputs } = result.settings
  const operations = loaded.optimisation
  const inputSet = state.input.inputSets.find((one) => one.id === id)
  const changes: readonly Change[] = [
    { label: 'Backend', was: rungLabels[backend.id], is: rungLabels[loaded.rung] },
    { label: 'Signature', was: model.signature, is: loaded.signature },
    { label: 'Operations run', was: String(model.operations.after), is: String(operations.after) },
    ...inputs.flatMap((input) => inputChanges(state, input, inputSet)),
  ]
  return changes.filter(({ was, is }) => was !== is)
}

function inputChanges(state: State, was: RunInput, inputSet: InputSet | undefined): readonly Change[] {
  const source = own(inputSet?.sources ?? {}, was.name)
  if (was.name === state.input.edited) return [{ label: 'Input', was: was.file, is: 'edited, but not applied' }]
  const prepared = own(state.input.prepared, was.name)
  const steps = prepared?.phase === 'ready' ? prepared.value.plan : []
  return [
    ...(source === undefined ? [] : [{ label: 'Input', was: was.file, is: nameOf(source) }]),
    ...steps.flatMap(({ id, label, summary }) => {
      const before = was.plan.find((step) => step.id === id)
      return before === undefined ? [] : [{ label, was: before.summary, is: summary }]
    }),
  ]
}

/** As in `RunInput.file`. */
function nameOf(source: InputSource): string {
  switch (source.kind) {
    case 'file':
      return source.file.path
    case 'fill':
      return source.fill === 'random' ? `random, seed ${source.seed}` : source.fill
    case 'text':
      return 'typed text'
    case 'frame':
    case 'samples':
      return source.name
    case 'state':
      return `state of ${source.output}`
  }
}
