import type { Token, Tokenisation, TokenText, Vocabulary } from '../../base/vocabulary.ts'
import { byteLevel } from './byte-level.ts'
import { type Characters, originOf } from './characters.ts'
import { type Found, piecesOf } from './pieces.ts'
import { sentencePieces } from './sentence-piece.ts'
import { wordPieces } from './word-piece.ts'
import { words } from './words.ts'

type Tokeniser = (text: string, vocabulary: Vocabulary) => { characters: Characters; found: readonly Found[] }

const tokenisers: Readonly<Record<Tokenisation, Tokeniser>> = {
  'word-piece': wordPieces,
  unigram: sentencePieces,
  bpe: sentencePieces,
  'byte-level': byteLevel,
  words,
}

export interface Encoded extends TokenText {
  /** Tokens before padding and after cutting, and those that were cut off. */
  readonly used: number
  readonly cut: number
}

/**
 * The tokens of one or two texts with their markers, cut and padded to `length`; as many as there are if it is `null`.
 * Of two texts the second is cut, since the first is the question.
 */
export function encode(texts: readonly string[], vocabulary: Vocabulary, length: number | null): Encoded {
  const { start, end, pad, front, kind, doubleEnd = false } = vocabulary
  const parts = texts.map((text, i) => tokensOf(text, i === 0 ? 0 : 1, vocabulary, tokenisers[kind]))
  const markers = (start === null ? 0 : 1) + (end === null ? 0 : texts.length + (doubleEnd ? texts.length - 1 : 0))
  const all = parts.reduce((sum, { length: count }) => sum + count, 0)
  const cut = length === null ? 0 : Math.max(0, all + markers - length)
  const shortened = shorten(parts, cut, front)
  const tokens: Token[] = start === null ? [] : [markerOf(start, vocabulary)]
  const last = end === null ? null : markerOf(end, vocabulary)
  for (const [at, part] of shortened.entries()) {
    if (last !== null && doubleEnd && at > 0) tokens.push(last)
    tokens.push(...part)
    if (last !== null) tokens.push(last)
  }
  const used = tokens.length
  const filler = markerOf(pad, vocabulary)
  const padding = Array.from({ length: Math.max(0, (length ?? used) - used) }, () => filler)
  return { texts, tokens: front ? [...padding, ...tokens] : [...tokens, ...padding], used, cut }
}

function tokensOf(text: string, of: 0 | 1, vocabulary: Vocabulary, tokenise: Tokeniser): readonly Token[] {
  const { characters, found } = tokenise(text, vocabulary)
  return found.map(({ piece, id, from, to }) => ({ piece, id, ...originOf(characters, from, to), text: of }))
}

/** Removes `cut` tokens from the last text, then from the one before. */
function shorten(parts: readonly (readonly Token[])[], cut: number, front: boolean): readonly (readonly Token[])[] {
  let left = cut
  return [...parts]
    .reverse()
    .map((part) => {
      const gone = Math.min(left, part.length)
      left -= gone
      return front ? part.slice(gone) : part.slice(0, part.length - gone)
    })
    .reverse()
}

function markerOf(id: number, vocabulary: Vocabulary): Token {
  return { piece: nameOf(id, vocabulary), id, start: 0, end: 0, text: null }
}

/** The vocabulary's own name of a marker, as `[CLS]`. */
function nameOf(id: number, vocabulary: Vocabulary): string {
  for (const [piece, one] of piecesOf(vocabulary)) if (one.id === id && piece !== '') return piece
  return id === vocabulary.pad ? '[padding]' : String(id)
}
