import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { formatShape } from '../../base/tensor.ts'
import { trimmedEnd } from '../../base/trim.ts'
import { choiceOf, type Values } from '../../base/values.ts'
import type { Vocabulary } from '../../base/vocabulary.ts'
import type { OpenedInput } from '../input-format.ts'
import type { Job } from '../job.ts'
import { type Encoded, encode } from './encode.ts'
import { tensorFor } from './tensors.ts'

/** Whether texts are to be split into tokens: the input takes them, and the text is not the numbers themselves. */
export function takesTokens(texts: readonly string[], { role }: Job): boolean {
  return role !== null && texts.some((text) => /[^\d\s,;[\]]/.test(text))
}

const splits = [
  { id: 'whole', label: 'The whole text' },
  { id: 'lines', label: 'One per line' },
]

/** The tokens of one or two texts, or of each line. Raises `input-dtype` without a vocabulary. */
export function openedTokens(texts: readonly string[], label: string, job: Job): OpenedInput {
  const { spec, role } = job
  const { vocabulary } = job.metadata
  if (vocabulary === null || role === null) throw noVocabulary(job)
  const [text = ''] = texts
  const lines = texts.length > 1 ? [] : trimmedEnd(text, '\r\n').split(/\r?\n/)
  const rowsOf = (values: Values): readonly (readonly string[])[] =>
    choiceOf(values, 'split') === 'lines' ? lines.map((line) => [line]) : [texts]
  return {
    source: `${label}, ${formatCount(texts.join('').length, 'character')}`,
    auto: () => ({
      values: { split: 'whole' },
      reason: `the input takes the tokens of a text; ${vocabulary.source} has them`,
    }),
    fields: (values) =>
      lines.length > 1 && spec.shape?.[0] !== 1
        ? [{ id: 'split', label: 'Texts', type: 'choice', value: choiceOf(values, 'split'), options: splits }]
        : [],
    inputValue: (values) => {
      const rows = encodeAll(rowsOf(values), vocabulary, job)
      const [first] = rows
      if (first !== undefined && (role === 'ids' || role === 'sparse-ids')) {
        job.facts.tokens = { texts: first.texts, tokens: first.tokens }
        job.facts.cutTokens = rows.reduce((sum, { cut }) => sum + cut, 0)
      }
      return tensorFor(role, rows, vocabulary.front)
    },
    summary: (values) => summaryOf(encodeAll(rowsOf(values), vocabulary, job)),
  }
}

/** All rows of a matrix have the length of the input or, if that is free, of the longest row. */
function encodeAll(rows: readonly (readonly string[])[], vocabulary: Vocabulary, job: Job): readonly Encoded[] {
  const { role, spec, dims } = job
  if (role === 'sparse-ids' || role === 'sparse-positions') return rows.map((texts) => encode(texts, vocabulary, null))
  const length = spec.shape?.at(-1) ?? dims[(spec.shape?.length ?? 1) - 1] ?? vocabulary.length
  const encoded = rows.map((texts) => encode(texts, vocabulary, length))
  const longest = Math.max(...encoded.map(({ tokens }) => tokens.length))
  return length === null && rows.length > 1 ? rows.map((texts) => encode(texts, vocabulary, longest)) : encoded
}

function summaryOf(rows: readonly Encoded[]): string {
  const [first] = rows
  if (first === undefined) return 'no text'
  const padded = first.tokens.length - first.used
  const parts = [
    rows.length > 1 ? formatCount(rows.length, 'text') : formatCount(first.used, 'token'),
    ...(first.cut > 0 ? [`${formatCount(first.cut)} cut off`] : []),
    ...(padded > 0 ? [`padded to ${formatCount(first.tokens.length)}`] : []),
  ]
  return parts.join(', ')
}

function noVocabulary({ name, spec }: Job): EngineError {
  return new EngineError(
    'input-dtype',
    `The input "${spec.name}" takes the numbers of tokens (${spec.dtype} ${formatShape(spec.shape)}); ${name} is text, and no file says which number each token has.`,
    'Drop the vocabulary of this model: vocab.txt, vocab.json, tokenizer.json, or a SentencePiece .model. Or type the numbers.',
  )
}
