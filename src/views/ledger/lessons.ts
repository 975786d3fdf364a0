import type { StageId } from '../../base/ledger.ts'

/** The lesson that explains a stage, by its id, with the words of the link to it. */
export const lessonOfStage: Readonly<Partial<Record<StageId, { readonly id: string; readonly label: string }>>> = {
  parse: { id: 'saved-model', label: 'what a saved model holds' },
  weights: { id: 'loading', label: 'what loading restores' },
  backend: { id: 'placement', label: 'which backend is the fastest' },
  compile: { id: 'tracing', label: 'why the first run takes longer' },
  input: { id: 'shapes', label: 'what preparation does to the answer' },
  run: { id: 'inference', label: 'what a prediction changes' },
}
