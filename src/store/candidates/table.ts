import type { PlannedStep } from '../../base/plan.ts'
import type { RunInput } from '../../base/run.ts'
import { numbersOf, type Values } from '../../base/values.ts'
import { type Candidate, type Guess, stepOf } from './guess.ts'

interface Option {
  readonly label: string
  /** The settings of the step; `null` if it stays as it is. */
  readonly values: Values | null
}

/** The columns of a table or their scaling; `null` if both are known. */
export function guessedTable(input: RunInput): Guess | null {
  const columns = guessed(stepOf(input, 'columns'))
  const scaling = guessed(stepOf(input, 'standardise'))
  const [first] = [columns, scaling].flatMap((step) => step ?? [])
  if (first === undefined) return null
  return {
    input: input.name,
    title: first === columns ? 'Columns guessed' : 'Scaling of the columns guessed',
    reason: first.reason,
    subject: 'table',
    columns: ['Columns', 'Scaling', 'Answer to the first row'],
    candidates: candidatesFor(columnOptions(input, columns), scalingOptions(input, scaling)),
  }
}

function guessed(step: PlannedStep | undefined): PlannedStep | null {
  return step?.certainty === 'guessed' ? step : null
}

function candidatesFor(columns: readonly Option[], scalings: readonly Option[]): readonly Candidate[] {
  const pairs = columns.flatMap((choice) => scalings.map((scaling) => ({ choice, scaling })))
  return pairs.map(({ choice, scaling }, id) => ({
    id,
    way: choice.label,
    details: scaling.label,
    settings: [
      ...(choice.values === null ? [] : [{ id: 'columns', values: choice.values }]),
      ...(scaling.values === null ? [] : [{ id: 'standardise', values: scaling.values }]),
    ],
    current: choice === columns[0] && scaling === scalings[0],
  }))
}

/** The columns in use, and those that the warnings about them offer. */
function columnOptions(input: RunInput, step: PlannedStep | null): readonly Option[] {
  const summary = stepOf(input, 'columns')?.summary ?? 'all'
  const used: Option = { label: summary, values: step?.values ?? null }
  if (step === null) return [used]
  const offers = input.warnings.flatMap(({ fix }) => (fix?.setting.id === step.id ? fix : []))
  return [
    used,
    ...offers.map(({ setting }): Option => ({ label: labelOf(setting.values, step), values: setting.values })),
  ]
}

/** `2 of 3: length, rings`. */
function labelOf(values: Values, { fields }: PlannedStep): string {
  const field = fields.find(({ type }) => type === 'columns')
  const names = field?.type === 'columns' ? field.options : []
  const chosen = numbersOf(values, 'columns').map((at) => names[at] ?? String(at))
  const shown = chosen.length > 4 ? `${chosen.slice(0, 2).join(', ')} … ${chosen.at(-1)}` : chosen.join(', ')
  return `${chosen.length} of ${names.length}: ${shown}${values.encode === true ? '; text as 0…n−1' : ''}`
}

/** The ways to scale the columns; one row alone has neither a range nor a deviation to scale by. */
function scalingOptions(input: RunInput, step: PlannedStep | null): readonly Option[] {
  const summary = stepOf(input, 'standardise')?.summary ?? 'none'
  const [method] = step?.fields ?? []
  if (step === null || method?.type !== 'choice' || (input.shape[0] ?? 0) < 2) return [{ label: summary, values: null }]
  const [used, others] = [
    method.options.filter(({ id }) => id === method.value),
    method.options.filter(({ id }) => id !== method.value),
  ]
  return [...used, ...others].map(({ id, label }) => ({ label, values: { method: id } }))
}
