import type { Vocabulary } from '../../base/vocabulary.ts'
import { type Characters, mapped } from './characters.ts'
import { type Found, piecesOf } from './pieces.ts'

/** The characters that Keras's tokenisers drop from a text. */
const dropped = /[!"#$%&()*+,\-./:;<=>?@[\\\]^_`{|}~\t\n]/

/** Whole words between spaces, without punctuation, as Keras's `Tokenizer` splits a text. */
export function words(text: string, vocabulary: Vocabulary): { characters: Characters; found: readonly Found[] } {
  const pieces = piecesOf(vocabulary)
  const characters = mapped(text, (one) => {
    const clean = dropped.test(one) || /\s/.test(one) ? ' ' : one
    return vocabulary.lowerCase ? clean.toLowerCase() : clean
  })
  const found = [...characters.text.matchAll(/[^ ]+/g)].map(({ 0: piece, index }) => {
    const id = pieces.get(piece)?.id ?? vocabulary.unknown
    return { piece, id, from: index, to: index + piece.length }
  })
  return { characters, found }
}
