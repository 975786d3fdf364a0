import type { Span, Spans } from '../../base/readings/spans.ts'
import type { Token, TokenText } from '../../base/vocabulary.ts'
import type { ReadContext } from '../contract.ts'
import { isActivated, type Tensor } from '../tensors.ts'
import { softmax, subject, tokensOfInput } from './source.ts'

/** More values per token are features of it, or words to follow. */
const mostClasses = 100
/** Ops that end a row of scores; features end in a normalisation or an addition to what came before. */
const ofScores: ReadonlySet<string> = new Set(['BiasAdd', 'MatMul', 'BatchMatMulV2', 'Einsum', 'Softmax', 'LogSoftmax'])

/** Whether an output has one row of class scores per token. */
export function isTokenClasses({ shape, ops }: Tensor, context: ReadContext): boolean {
  const length = tokensOfInput(context)?.tokens.length
  const [rows, count, classes = 0] = shape
  if (shape.length !== 3 || rows !== 1 || count !== length || classes < 2 || classes > mostClasses) return false
  return ops.length === 0 || ops.some((op) => ofScores.has(op))
}

/** Names of the class of all other words. */
const outsideName = /^(O|outside|none)$/i
/** The prefixes of schemes in which a class starts, or is, one span. */
const starts = /^[BUS]-/
const prefix = /^[BILUSE]-/

interface Names {
  readonly labels: readonly string[] | null
  readonly labelsSource: string | null
}

/** Neighbouring words of one class are one span; a class named `B-…` starts another one. */
export function readClasses(tensor: Tensor, source: TokenText, names: Names): Spans {
  const classes = tensor.shape[2] ?? 1
  const labels = names.labels?.length === classes ? names.labels : null
  const { text, of } = subject(source)
  const outside = Math.max(0, labels?.findIndex((label) => outsideName.test(label)) ?? 0)
  const found: Span[] = []
  let isOpen = false
  for (const word of wordsOf(tensor, classes, source.tokens, of)) {
    const { start, end, index, score } = word
    const name = labels?.[index] ?? `class ${index}`
    const label = name.replace(prefix, '')
    const last = found.at(-1)
    if (isOpen && last?.label === label && !starts.test(name))
      found[found.length - 1] = { ...last, end, text: text.slice(last.start, end), score: Math.min(last.score, score) }
    else if (index !== outside) found.push({ start, end, text: text.slice(start, end), label, index, score })
    isOpen = index !== outside
  }
  const note =
    labels === null
      ? `Class ${outside} is taken for the words of no class. No names for the ${classes} classes were found, so they are numbered.`
      : `${labels[outside]} is the class of all other words. Names from ${names.labelsSource}.`
  return {
    text,
    shows: 'classes',
    spans: found,
    labelsSource: labels === null ? null : names.labelsSource,
    note: `${note} The score of several words is that of the least certain one.`,
  }
}

interface Word {
  start: number
  end: number
  readonly index: number
  readonly score: number
}

/** The words of a text, each of the class of its first token, as these models are trained. */
function wordsOf(tensor: Tensor, classes: number, tokens: readonly Token[], of: 0 | 1): readonly Word[] {
  const hasSpaces = tokens.some(({ piece }) => piece.startsWith('\u2581'))
  const isScored = isActivated(tensor)
  const words: Word[] = []
  for (const [place, { piece, text, start, end }] of tokens.entries()) {
    if (text !== of) continue
    const last = words.at(-1)
    if (last !== undefined && (hasSpaces ? !piece.startsWith('\u2581') : piece.startsWith('##'))) {
      last.end = end
      continue
    }
    const row = tensor.data.subarray(place * classes, (place + 1) * classes)
    const scores = isScored ? Float64Array.from(row) : softmax(row)
    const index = scores.indexOf(Math.max(...scores))
    words.push({ start, end, index, score: scores[index] ?? Number.NaN })
  }
  return words
}
