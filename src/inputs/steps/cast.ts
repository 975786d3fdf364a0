import { EngineError } from '../../base/errors.ts'
import { formatNumber } from '../../base/format.ts'
import { choiceOf } from '../../base/values.ts'
import { type ArrayValue, isStrings, type Numbers } from '../input-value.ts'
import type { Job } from '../job.ts'
import type { Step } from '../step.ts'

const roundings = [
  { id: 'truncate', label: 'Truncate (tf.cast)' },
  { id: 'nearest', label: 'Round to the nearest' },
]

/** Converts to the input's dtype. Raises `input-dtype` for values that are not representable. */
export const castStep: Step<ArrayValue> = {
  id: 'cast',
  label: 'Data type',
  applies: (inputValue): inputValue is ArrayValue => inputValue.type === 'tensor',
  auto: (_inputValue, { spec }) => ({ values: { rounding: 'truncate' }, reason: `the input is ${spec.dtype}` }),
  fields: (values, _inputValue, { spec }) =>
    spec.dtype === 'int32'
      ? [
          {
            id: 'rounding',
            label: 'Fractions',
            type: 'choice',
            value: choiceOf(values, 'rounding'),
            options: roundings,
          },
        ]
      : [],
  apply: (inputValue, values, job) => ({
    ...inputValue,
    data: cast(inputValue.data, choiceOf(values, 'rounding') === 'nearest' ? Math.round : Math.trunc, job),
  }),
  summary: (values, { data }, { spec, facts }) => {
    const cut = facts.truncated > 0 ? `, ${choiceOf(values, 'rounding') === 'nearest' ? 'rounded' : 'truncated'}` : ''
    return spec.dtype === 'int32' && !(data instanceof Int32Array) ? `int32${cut}` : spec.dtype
  },
}

function cast(
  data: Numbers | readonly string[],
  round: (value: number) => number,
  job: Job,
): Numbers | readonly string[] {
  const { spec, name } = job
  if (isStrings(data) !== (spec.dtype === 'string')) {
    const [expected, found] = spec.dtype === 'string' ? ['text', 'numbers'] : [`numbers (${spec.dtype})`, 'text']
    throw new EngineError(
      'input-dtype',
      `The input "${spec.name}" expects ${expected}; ${name} contains ${found}.`,
      'Choose another file, or type the value.',
    )
  }
  if (isStrings(data)) return data
  if (spec.dtype === 'float32') return data instanceof Float32Array ? data : toFloat32(data, job)
  if (spec.dtype === 'bool') return Uint8Array.from(data, (value) => (value === 0 ? 0 : 1))
  if (spec.dtype === 'int32') return data instanceof Int32Array ? data : toInt32(data, round, job)
  throw new EngineError('input-dtype', `The input "${spec.name}" is ${spec.dtype}, which cannot be fed from a file.`)
}

/** Records the element that changes most, if it changes by half a unit or more. */
function toFloat32(data: Numbers, { facts }: Job): Float32Array<ArrayBuffer> {
  const out = Float32Array.from(data)
  let most = 0.5
  for (let i = 0; i < data.length; i++) {
    const [from, to] = [data[i] as number, out[i] as number]
    const change = Math.abs(from - to)
    if (change < most || Number.isNaN(change)) continue
    facts.rounded = { from, to }
    most = change
  }
  return out
}

function toInt32(data: Numbers, round: (value: number) => number, { spec, name, facts }: Job): Int32Array<ArrayBuffer> {
  const out = new Int32Array(data.length)
  for (let i = 0; i < data.length; i++) {
    const value = data[i] as number
    const whole = round(value)
    // Comparing with the stored value detects NaN, infinities and overflow at once.
    out[i] = whole
    if (out[i] !== whole) {
      throw new EngineError(
        'input-dtype',
        `Element ${i} of ${name} is ${formatNumber(value)}; the input "${spec.name}" is int32, −2147483648…2147483647.`,
        'Correct the value in the file.',
      )
    }
    if (whole !== value) facts.truncated++
  }
  return out
}
