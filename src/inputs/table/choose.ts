import type { Certainty } from '../../base/clue.ts'
import { featuresOf } from '../../base/columns.ts'
import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import type { StepSetting } from '../../base/plan.ts'
import { formatShape, type TensorSpec } from '../../base/tensor.ts'
import type { TableValue } from '../input-value.ts'
import type { Job } from '../job.ts'
import { categoriesOf } from './categories.ts'
import { answerAmong, hasCategories, isAnswer, isRunningNumber, isTime } from './roles.ts'

export interface Chosen {
  readonly columns: readonly number[]
  readonly reason: string
  readonly certainty: Certainty
  /** Whether text becomes one column per category. */
  readonly oneHot?: boolean
  /** Whether text becomes 0…n−1. */
  readonly encode?: boolean
  /** Warnings to show if these columns are used, and a fix for each. */
  readonly remarks: readonly Remark[]
}

type Remark = Job['facts']['columns'][number]

/**
 * Chooses the columns that feed the input. By name if the metadata or the input's name matches; all if the count
 * matches; without the target if there is one too many; otherwise the first ones, with a warning. Raises `input-shape`
 * if there are too few.
 */
export function chooseColumns(table: TableValue, job: Job): Chosen {
  const { spec, metadata } = job
  const usable = table.columns.flatMap(({ type }, i) => (type === 'empty' ? [] : [i]))
  const wanted = featureCounts(spec)
  const byName = named(table, metadata.columns?.map(({ name }) => name) ?? [])
  if (byName !== null && wanted.includes(featuresOf(metadata.columns ?? []).length)) {
    const oneHot = metadata.columns?.some(({ categories }) => categories !== undefined) === true
    return { ...sure(byName, `the names match ${metadata.columnsSource ?? 'the metadata'}`), oneHot }
  }
  const own = named(table, [spec.name.replace(/:\d+$/, '')])
  if (own !== null && (wanted.includes(1) || wanted.length === 0)) return sure(own, "the column has the input's name")
  const fitting = usable.filter((i) => (table.columns[i]?.type === 'text') === (spec.dtype === 'string'))
  if (wanted.length === 0) return sure(fitting.length > 0 ? fitting : usable, 'the input takes any number of columns')
  return counted(table, { usable, fitting, wanted }, job)
}

/** Numbers of columns that the input accepts: one sample per row, or one time step per row. Empty: any number. */
function featureCounts({ shape }: TensorSpec): readonly number[] {
  if (shape === null) return []
  if (shape.length < 2) return shape.length === 0 || shape[0] === null || shape[0] === undefined ? [1] : [shape[0], 1]
  const last = shape.at(-1)
  const sample = shape.slice(1)
  const counts = new Set<number>()
  if (sample.every((dim) => dim !== null)) counts.add(sample.reduce<number>((product, dim) => product * (dim ?? 1), 1))
  if (last !== null && last !== undefined && shape.length > 2) counts.add(last)
  return [...counts]
}

interface Candidates {
  readonly usable: readonly number[]
  /** Columns of the input's type. */
  readonly fitting: readonly number[]
  readonly wanted: readonly number[]
}

const sure = (columns: readonly number[], reason: string): Chosen => ({
  columns,
  reason,
  certainty: 'certain',
  remarks: [],
})

function counted(table: TableValue, candidates: Candidates, job: Job): Chosen {
  const { usable, fitting, wanted } = candidates
  const complete = usable.length === fitting.length
  if (complete && wanted.includes(fitting.length)) return sure(usable, 'as many as the input takes')
  const features = withoutRoles(table, candidates)
  if (features !== null) return features
  if (complete && wanted.includes(fitting.length - 1)) return withoutAnswer(table, fitting)
  if (wanted.includes(fitting.length))
    return withCodes(table, candidates, job) ?? ofOneType(table, candidates, job.spec.dtype === 'string')
  const spread = withCategories(table, candidates, job.spec.dtype === 'string')
  if (spread !== null) return spread
  const count = wanted.filter((size) => size <= fitting.length).sort((a, b) => b - a)[0]
  if (count !== undefined) {
    const message = `The table has ${usable.length} columns, but the input takes ${count}: the first ${count} suitable ones are used. Check that they are correct.`
    const reason = `a guess: the first ${count} of ${usable.length}`
    return { columns: fitting.slice(0, count), reason, certainty: 'guessed', remarks: [{ message, fix: null }] }
  }
  if (wanted.includes(usable.length)) return sure(usable, 'as many as the input takes')
  const columns = `${formatCount(fitting.length, 'column')} of ${job.spec.dtype === 'string' ? 'text' : 'numbers'}`
  const [most = 0] = [...wanted].sort((a, b) => b - a)
  const isTable = (job.spec.shape?.length ?? 0) <= 2
  throw new EngineError(
    'input-shape',
    `The input "${job.spec.name}" expects ${formatShape(job.spec.shape)}, which is ${formatCount(most, isTable ? 'column' : 'value')} per row; ${job.name} has ${columns}.`,
    isTable
      ? 'Use a table with one column for each feature of the model.'
      : 'Use an array with this shape (.npy or nested JSON), or a picture if the input is one.',
  )
}

/**
 * The features of a training table: without running numbers, times, text and the target, if as many are left as the input
 * takes. `null` if nothing but text is to be set aside, or another number is left.
 */
function withoutRoles(table: TableValue, { usable, fitting, wanted }: Candidates): Chosen | null {
  const counters = fitting.filter((i) => isRunningNumber(table, i))
  const times = fitting.filter((i) => isTime(table.columns[i]) && !counters.includes(i))
  const answers = fitting.filter((i) => isAnswer(table.columns[i]))
  const roles = [...counters, ...times]
  if (roles.length === 0) return null
  const attempts = [answers, [], answers.length === 0 ? fitting.slice(-1) : []].map((more) => [...roles, ...more])
  const aside = attempts.find((left) => wanted.includes(fitting.filter((i) => !left.includes(i)).length))
  if (aside === undefined) return null
  const columns = fitting.filter((i) => !aside.includes(i))
  const text = usable.filter((i) => !fitting.includes(i))
  const told = [
    ...counters.map((i) => `${nameOf(table, i)} only numbers the rows`),
    ...times.map((i) => `${nameOf(table, i)} only tells the time`),
    ...aside.filter((i) => !roles.includes(i)).map((i) => `${nameOf(table, i)} seems to be the target`),
    ...(text.length === 0
      ? []
      : [`${text.map((i) => nameOf(table, i)).join(', ')} ${text.length === 1 ? 'is' : 'are'} text`]),
  ]
  const message = `Left out: ${told.join('; ')}.`
  const fix = {
    label: `Use the first ${columns.length} columns instead`,
    setting: columnsSetting(usable.slice(0, columns.length)),
  }
  return { columns, reason: told.join('; '), certainty: 'derived', remarks: [{ message, fix }] }
}

/**
 * All features with one column per category of the text ones, if that makes as many as the input takes. `null` if it
 * does not, or only with another set of columns.
 */
function withCategories(table: TableValue, { usable, wanted }: Candidates, strings: boolean): Chosen | null {
  const isText = (i: number): boolean => table.columns[i]?.type === 'text'
  if (strings || !usable.some(isText)) return null
  const features = usable.filter((i) => !isRunningNumber(table, i))
  const answers = features.filter((i) => isAnswer(table.columns[i]))
  const attempts = [answers, features.slice(-1), []].map((aside) => features.filter((i) => !aside.includes(i)))
  const width = (i: number): number =>
    isText(i) && table.columns[i] !== undefined ? categoriesOf(table.columns[i], table.rows).length : 1
  const columns = attempts.find((tried) => wanted.includes(tried.reduce((sum, i) => sum + width(i), 0)))
  if (columns === undefined || !columns.some(isText)) return null
  const text = columns.filter(isText).map((i) => nameOf(table, i))
  const left = usable.filter((i) => !columns.includes(i)).map((i) => nameOf(table, i))
  const aside = left.length === 0 ? '' : `; left out: ${left.join(', ')}`
  const reason = `one column per category of ${text.join(', ')} makes as many as the input takes${aside}`
  const message = `${text.join(', ')} became one column per category, sorted. If the model was trained on another order, set it.`
  return { columns, reason, certainty: 'derived', oneHot: true, remarks: [{ message, fix: null }] }
}

function withoutAnswer(table: TableValue, fitting: readonly number[]): Chosen {
  const first = fitting[0] as number
  const last = fitting.at(-1) as number
  const answer = answerAmong(table, fitting)
  const other = answer === first ? last : first
  const name = nameOf(table, answer)
  const message = `The table has ${fitting.length} columns, but the input takes ${fitting.length - 1}: ${name} is left out.`
  const setting = columnsSetting(fitting.filter((i) => i !== other))
  return {
    columns: fitting.filter((i) => i !== answer),
    reason: `one more than the input takes; ${name} seems to be the target`,
    certainty: isAnswer(table.columns[answer]) ? 'derived' : 'guessed',
    remarks: [{ message, fix: { label: `Leave out ${nameOf(table, other)} instead`, setting } }],
  }
}

/**
 * All columns but the target, with text as numbers, if a number has a name of targets and a text column has few values:
 * both that and the numbers alone are as many as the input takes. `null` for other tables.
 */
function withCodes(table: TableValue, { usable, fitting, wanted }: Candidates, { spec }: Job): Chosen | null {
  const columns = usable.filter((i) => !isAnswer(table.columns[i]))
  const text = columns.filter((i) => !fitting.includes(i))
  const left = usable.filter((i) => !columns.includes(i))
  const features = text.length > 0 && text.every((i) => hasCategories(table, i))
  if (spec.dtype === 'string' || !features || !left.some((i) => fitting.includes(i))) return null
  if (!wanted.includes(columns.length)) return null
  const [answers, codes] = [left, text].map((some) => some.map((i) => nameOf(table, i)).join(', '))
  const message = `${answers} ${left.length === 1 ? 'is' : 'are'} left out as the target, and ${codes} became 0…n−1 in the sorted order of the values in this file. If the model was trained on other columns or another order, set them yourself.`
  const fix = { label: `Use the ${fitting.length} numeric columns instead`, setting: columnsSetting(fitting, false) }
  return {
    columns,
    reason: `${answers} seems to be the target, and ${codes} a feature; the file does not tell how it was encoded`,
    certainty: 'guessed',
    encode: true,
    remarks: [{ message, fix }],
  }
}

function ofOneType(table: TableValue, { usable, fitting }: Candidates, strings: boolean): Chosen {
  const count = fitting.length
  const left = usable.filter((i) => !fitting.includes(i)).map((i) => nameOf(table, i))
  const verb = left.length === 1 ? 'is' : 'are'
  const [first, last] = [nameOf(table, fitting[0] as number), nameOf(table, fitting.at(-1) as number)]
  const used = count === 1 ? `${first} is used` : `${first} to ${last} are used`
  const message = `${left.join(', ')} ${verb} left out because ${left.length === 1 ? 'it is' : 'they are'} ${strings ? 'not text' : 'text'}, and ${used}. If the model was trained on other columns, choose them yourself.`
  const label = `Use the first ${count} columns, text as 0…n−1`
  const fix = strings ? null : { label, setting: columnsSetting(usable.slice(0, count), true) }
  const reason = `these are all ${strings ? 'text' : 'numeric'} columns`
  const feature = !strings && usable.some((i) => !fitting.includes(i) && mayBeFeature(table, i, usable))
  return { columns: fitting, reason, certainty: feature ? 'guessed' : 'derived', remarks: [{ message, fix }] }
}

/** Whether a text column is neither named like a target, nor the last one, nor a name of its row. */
function mayBeFeature(table: TableValue, index: number, usable: readonly number[]): boolean {
  return index !== usable.at(-1) && !isAnswer(table.columns[index]) && hasCategories(table, index)
}

function nameOf(table: TableValue, index: number): string {
  return `"${table.columns[index]?.name ?? ''}"`
}

function columnsSetting(columns: readonly number[], encode?: boolean): StepSetting {
  return { id: 'columns', values: encode === undefined ? { columns } : { columns, encode } }
}

function named(table: TableValue, names: readonly string[]): readonly number[] | null {
  if (names.length === 0) return null
  const lower = table.columns.map(({ name }) => name.toLowerCase())
  const found = names.map((name) => lower.indexOf(name.toLowerCase()))
  return found.includes(-1) ? null : found
}
