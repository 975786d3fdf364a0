import type { Certainty } from '../../base/clue.ts'
import { featuresOf } from '../../base/columns.ts'
import { formatNumber } from '../../base/format.ts'
import type { ColumnStatistics } from '../../base/model.ts'
import type { Field } from '../../base/plan.ts'
import { choiceOf } from '../../base/values.ts'
import { type ArrayValue, isStrings, type Numbers } from '../input-value.ts'
import { clueTo, type Job } from '../job.ts'
import type { Choice, Step } from '../step.ts'

type NumbersTensor = ArrayValue & { readonly data: Numbers }

const methods = [
  { id: 'none', label: 'None' },
  { id: 'min-max', label: '0…1 by minimum and maximum' },
  { id: 'mean-std', label: 'Mean 0, deviation 1' },
]

/** Scales each column (the last dimension) as in training: (x − min) / (max − min), or (x − mean) / std. */
export const standardiseStep: Step<NumbersTensor> = {
  id: 'standardise',
  label: 'Standardise',
  applies: (inputValue, job): inputValue is NumbersTensor =>
    inputValue.type === 'tensor' &&
    !isStrings(inputValue.data) &&
    job.spec.dtype === 'float32' &&
    (inputValue.names !== undefined || statisticsFor(inputValue, job) !== null),
  auto: (inputValue, job) => {
    const stated = statisticsFor(inputValue, job)
    const from = stated === null ? 'file' : 'metadata'
    const choice = automatic(inputValue, stated, job)
    return { ...choice, values: { ...choice.values, from } }
  },
  fields: (values, inputValue, job) => {
    const fields: Field[] = [
      { id: 'method', label: 'Method', type: 'choice', value: choiceOf(values, 'method'), options: methods },
    ]
    if (choiceOf(values, 'method') === 'none') return fields
    const sources = [
      ...(statisticsFor(inputValue, job) === null
        ? []
        : [{ id: 'metadata', label: job.metadata.columnsSource ?? 'Metadata' }]),
      { id: 'file', label: 'This file' },
    ]
    return [
      ...fields,
      { id: 'from', label: 'Statistics from', type: 'choice', value: choiceOf(values, 'from'), options: sources },
    ]
  },
  apply: (inputValue, values, job) => {
    const method = choiceOf(values, 'method')
    if (method === 'none') return inputValue
    const stated = choiceOf(values, 'from') === 'metadata' ? statisticsFor(inputValue, job) : null
    const statistics = stated?.every(method === 'min-max' ? hasRange : hasMean) === true ? stated : measured(inputValue)
    const width = statistics.length
    const out = new Float64Array(inputValue.data.length)
    for (let i = 0; i < out.length; i++) {
      const { min, max, mean, std } = statistics[i % width] as ColumnStatistics
      const [centre, spread] = method === 'min-max' ? [min ?? 0, (max ?? 1) - (min ?? 0)] : [mean ?? 0, std ?? 1]
      // A constant column becomes 0, as in scikit-learn's scalers.
      out[i] = ((inputValue.data[i] as number) - centre) / (spread === 0 ? 1 : spread)
    }
    return { ...inputValue, data: out }
  },
  summary: (values, _inputValue, job) => {
    const method = choiceOf(values, 'method')
    if (method === 'none') return 'none'
    const from = choiceOf(values, 'from') === 'metadata' ? (job.metadata.columnsSource ?? 'metadata') : 'this file'
    return `${methods.find(({ id }) => id === method)?.label ?? method}, from ${from}`
  },
}

const hasRange = ({ min, max }: ColumnStatistics): boolean => min !== null && max !== null
const hasMean = ({ mean, std }: ColumnStatistics): boolean => mean !== null && std !== null

function automatic(inputValue: NumbersTensor, stated: readonly ColumnStatistics[] | null, job: Job): Choice {
  const { metadata } = job
  const choice = (method: string, reason: string, certainty: Certainty = 'certain'): Choice => ({
    values: { method },
    reason,
    certainty,
  })
  const source = metadata.columnsSource ?? 'the metadata'
  const inside = clueTo(job, 'columns')
  if (inside !== undefined) return choice('none', inside.reason, inside.certainty)
  if (stated === null) {
    const known = metadata.columns?.map(({ name }) => name).slice(0, 4)
    const reason =
      known === undefined
        ? 'the model does not state how its columns were scaled'
        : `${source} states the scaling of other columns: ${known.join(', ')}`
    return choice('none', reason, 'guessed')
  }
  if (stated.every(hasRange)) {
    const low = Math.min(...stated.map(({ min }) => min ?? 0))
    const high = Math.max(...stated.map(({ max }) => max ?? 0))
    const within = isWithinUnit(inputValue.data)
    if (within && (low < -1 || high > 2))
      return choice(
        'none',
        `the values are already in 0…1, although ${source} states ${formatNumber(low)}…${formatNumber(high)}`,
        'derived',
      )
    return choice('min-max', `${source} states the minimum and maximum of each column`)
  }
  if (stated.every(hasMean)) return choice('mean-std', `${source} states the mean and deviation of each column`)
  return choice('none', `${source} does not state the minimum and maximum of every column`, 'guessed')
}

function isWithinUnit(data: Numbers): boolean {
  for (const value of data) if (!(value >= 0 && value <= 1)) return false
  return true
}

/** The metadata's statistics for these columns: by name, else by position if the counts match. */
function statisticsFor({ shape, names }: ArrayValue, { metadata }: Job): readonly ColumnStatistics[] | null {
  const stated = metadata.columns === null ? null : featuresOf(metadata.columns)
  const width = shape.at(-1)
  if (stated === null || width === undefined) return null
  const byName = names?.map((name) => stated.find((column) => column.name.toLowerCase() === name.toLowerCase()))
  if (byName?.every((column) => column !== undefined) === true) return byName.flatMap((column) => column ?? [])
  return stated.length === width ? stated : null
}

/**
 * Population standard deviation (divisor n), as in scikit-learn's StandardScaler; cells without a number are ignored.
 */
function measured({ data, shape }: NumbersTensor): readonly ColumnStatistics[] {
  const width = shape.at(-1) ?? 1
  return Array.from({ length: width }, (_, c) => {
    let min = Number.POSITIVE_INFINITY
    let max = Number.NEGATIVE_INFINITY
    let count = 0
    let mean = 0
    let squares = 0
    for (let i = c; i < data.length; i += width) {
      const x = data[i] as number
      if (!Number.isFinite(x)) continue
      min = Math.min(min, x)
      max = Math.max(max, x)
      count++
      const delta = x - mean
      mean += delta / count
      squares += delta * (x - mean)
    }
    return count === 0
      ? { name: '', min: 0, max: 1, mean: 0, std: 1 }
      : { name: '', min, max, mean, std: Math.sqrt(squares / count) }
  })
}
