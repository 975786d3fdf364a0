import type { Vocabulary } from '../../base/vocabulary.ts'
import { type Characters, mapped } from './characters.ts'
import { type Found, type Piece, piecesOf } from './pieces.ts'

/** Longer words are unknown, as in BERT. */
const longestWord = 100

/** BERT's tokeniser: words and punctuation, each split into the longest pieces from the left. */
export function wordPieces(text: string, vocabulary: Vocabulary): { characters: Characters; found: readonly Found[] } {
  const pieces = piecesOf(vocabulary)
  const characters = mapped(text, (one) => normalised(one, vocabulary.lowerCase))
  const found = wordsOf(characters.text, pieces).flatMap(({ word, at }) => split(word, at, pieces, vocabulary))
  return { characters, found }
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: BERT removes control characters
const removed = /[\u0000\ufffd]|(?![\t\n\r])\p{C}/gu
/** CJK ideographs are words of their own. */
const ideograph = /[\u4e00-\u9fff\u3400-\u4dbf\uf900-\ufaff\u{20000}-\u{2fa1f}]/gu

function normalised(character: string, lowerCase: boolean): string {
  const clean = character
    .replace(removed, '')
    .replace(/[\s\p{Zs}]/gu, ' ')
    .replace(ideograph, ' $& ')
  return lowerCase
    ? clean
        .normalize('NFD')
        .replace(/\p{Mn}/gu, '')
        .toLowerCase()
    : clean
}

/** Markers that BERT's tokeniser leaves as they are. */
const marker = /\[(?:UNK|CLS|SEP|PAD|MASK)\]/iy
const punctuation = /[!-/:-@[-`{-~]|\p{P}/u

function wordsOf(text: string, pieces: ReadonlyMap<string, Piece>): readonly { word: string; at: number }[] {
  const words: { word: string; at: number }[] = []
  let start = -1
  const close = (end: number) => {
    if (start >= 0) words.push({ word: text.slice(start, end), at: start })
    start = -1
  }
  for (let i = 0; i < text.length; ) {
    const character = String.fromCodePoint(text.codePointAt(i) ?? 0)
    marker.lastIndex = i
    const mark = character === '[' ? marker.exec(text)?.[0].toUpperCase() : undefined
    const whole = mark !== undefined && pieces.has(mark) ? mark : punctuation.test(character) ? character : null
    if (whole !== null || character === ' ') {
      close(i)
      if (whole !== null) words.push({ word: whole, at: i })
      i += whole?.length ?? 1
      continue
    }
    if (start < 0) start = i
    i += character.length
  }
  close(text.length)
  return words
}

function split(
  word: string,
  at: number,
  pieces: ReadonlyMap<string, Piece>,
  { unknown }: Vocabulary,
): readonly Found[] {
  const none = [{ piece: '[UNK]', id: unknown, from: at, to: at + word.length }]
  if ([...word].length > longestWord) return none
  const found: Found[] = []
  for (let from = 0; from < word.length; ) {
    let to = word.length
    let piece: Piece | undefined
    for (; to > from; to--) {
      piece = pieces.get((from > 0 ? '##' : '') + word.slice(from, to))
      if (piece !== undefined) break
    }
    if (piece === undefined) return none
    found.push({ piece: (from > 0 ? '##' : '') + word.slice(from, to), id: piece.id, from: at + from, to: at + to })
    from = to
  }
  return found
}
