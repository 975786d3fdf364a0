import { EngineError } from '../../../base/errors.ts'
import { formatCount } from '../../../base/format.ts'
import { formatShape } from '../../../base/tensor.ts'
import { trimmedEnd } from '../../../base/trim.ts'
import { choiceOf } from '../../../base/values.ts'
import type { OpenedInput, OpenInput } from '../../input-format.ts'
import type { ArrayValue } from '../../input-value.ts'
import type { Job } from '../../job.ts'
import { readText } from '../../read-text.ts'
import { openedTokens, takesTokens } from '../../tokens/open.ts'

const splits = [
  { id: 'whole', label: 'The whole text' },
  { id: 'lines', label: 'One per line' },
]

export const open: OpenInput = async (file, job) => openedText([await readText(file, job.signal)], 'Text', job)

/**
 * Text for an input: one string (or one per line) if the input takes strings; tokens if it takes those of one or two
 * texts; otherwise the numbers in the text.
 */
export function openedText(texts: readonly string[], label: string, job: Job): OpenedInput {
  const [text = ''] = texts
  if (takesTokens(texts, job)) return openedTokens(texts, label, job)
  const source = `${label}, ${formatCount(text.length, 'character')}`
  if (job.spec.dtype !== 'string') {
    const tensor = numbersIn(text, job)
    return {
      source,
      auto: () => ({ values: {}, reason: `the input is ${job.spec.dtype}` }),
      fields: () => [],
      inputValue: () => tensor,
      summary: () => `${formatCount(tensor.data.length, 'number')}, ${formatShape(tensor.shape)}`,
    }
  }
  const lines = trimmedEnd(text, '\r\n').split(/\r?\n/)
  return {
    source,
    auto: () => ({ values: { split: 'whole' }, reason: 'the input takes strings, and the text is one string' }),
    fields: (values) =>
      lines.length > 1
        ? [{ id: 'split', label: 'Strings', type: 'choice', value: choiceOf(values, 'split'), options: splits }]
        : [],
    inputValue: (values) => {
      const strings = choiceOf(values, 'split') === 'lines' ? lines : [text]
      return { type: 'tensor', shape: [strings.length], data: strings }
    },
    summary: (values) => (choiceOf(values, 'split') === 'lines' ? formatCount(lines.length, 'string') : '1 string'),
  }
}

/**
 * Numbers separated by commas, semicolons, whitespace or newlines; lines of equal length (two numbers or more) make a
 * matrix. Raises `input-dtype` for other text: tokenisers are not guessed.
 */
function numbersIn(text: string, { name, spec }: Job): ArrayValue {
  const rows = text
    .split(/\r?\n/)
    .map((line) => line.split(/[\s,;[\]]+/).filter((part) => part !== ''))
    .filter((row) => row.length > 0)
  const numbers = rows.flatMap((row) =>
    row.map((part) => {
      const value = /^nan$/i.test(part) ? Number.NaN : Number(part)
      if (Number.isNaN(value) && !/^nan$/i.test(part)) {
        const found = part.length > 24 ? `${part.slice(0, 24)}…` : part
        throw new EngineError(
          'input-dtype',
          `The input "${spec.name}" expects numbers (${spec.dtype} ${formatShape(spec.shape)}); ${name} contains text ("${found}").`,
          'Preprocess the text into the numbers that this model was trained on.',
        )
      }
      return value
    }),
  )
  if (numbers.length === 0)
    throw new EngineError(
      'input-shape',
      `The input "${spec.name}" expects ${formatShape(spec.shape)}; ${name} contains no numbers.`,
    )
  const width = rows[0]?.length ?? 0
  const matrix = rows.length > 1 && width > 1 && rows.every((row) => row.length === width)
  return { type: 'tensor', shape: matrix ? [rows.length, width] : [numbers.length], data: Float64Array.from(numbers) }
}
