import type { Span, Spans } from '../../base/readings/spans.ts'
import type { TokenText } from '../../base/vocabulary.ts'
import type { ReadContext } from '../contract.ts'
import type { Tensor } from '../tensors.ts'
import { softmax, subject, tokensOfInput } from './source.ts'

/** Tokens of the longest answer, and the number of starts and ends that are combined, as in BERT's own decoding. */
const longest = 32
const tried = 20
const shown = 5

/** The two outputs with a number per token: how well an answer starts, and ends, there. */
export function answerOutputs(tensors: readonly Tensor[], context: ReadContext): readonly [Tensor, Tensor] | null {
  const length = tokensOfInput(context)?.tokens.length
  const rows = tensors.filter(({ data, shape }) => data.length === length && (shape[0] === 1 || shape.length === 1))
  const start = rows.find(({ name, path }) => isNamed(name, path, /start/i, /end/i))
  const end = rows.find(({ name, path }) => isNamed(name, path, /(^|[^a-z])end/i, /start/i))
  return start === undefined || end === undefined || start === end ? null : [start, end]
}

/** By the output's own name, else by a name behind it. */
function isNamed(name: string, path: string, wanted: RegExp, other: RegExp): boolean {
  if (wanted.test(name) !== other.test(name)) return wanted.test(name)
  return wanted.test(path) && !other.test(path)
}

/** The published MobileBERT has this input beside its tokens, and numbers its outputs from the token after the first. */
export function usualShift({ inputs }: ReadContext): number {
  return inputs.some(({ name }) => /^global_step(:0)?$/.test(name)) ? 1 : 0
}

/** The best answers within the passage. */
export function readAnswer([start, end]: readonly [Tensor, Tensor], source: TokenText, shift: number): Spans {
  const { text, of } = subject(source)
  const starts = softmax(start.data)
  const ends = softmax(end.data)
  const isInText = (place: number) => source.tokens[place + shift]?.text === of
  const bestOf = (scores: Float64Array) =>
    [...scores.keys()]
      .filter(isInText)
      .sort((a, b) => (scores[b] as number) - (scores[a] as number))
      .slice(0, tried)
  const found: Span[] = []
  for (const from of bestOf(starts)) {
    for (const to of bestOf(ends)) {
      if (to < from || to - from >= longest) continue
      const begin = source.tokens[from + shift]?.start ?? 0
      const close = source.tokens[to + shift]?.end ?? 0
      const score = (starts[from] as number) * (ends[to] as number)
      found.push({ start: begin, end: close, text: text.slice(begin, close), label: '', index: 0, score })
    }
  }
  found.sort((a, b) => b.score - a.score)
  const none = (starts[0] as number) * (ends[0] as number)
  const isNone = found[0] === undefined || none >= found[0].score
  const note = isNone
    ? 'The model points at the start marker rather than at the text, which means that the text has no answer.'
    : 'The score of an answer is the product of the probabilities of its start and its end.'
  return { text, shows: 'answers', spans: isNone ? [] : found.slice(0, shown), labelsSource: null, note }
}
