import { asNumber, get } from '../../shared/json-value.ts'
import type { SidecarKind } from '../contract.ts'
import { largestVocabulary, pieceLines } from './lines.ts'
import { idsOf } from './vocabulary.ts'

/**
 * `metadata.json` with a `word_index`, as the sentiment examples of TensorFlow.js and Keras's IMDB data have: the number
 * of a word is its index plus `index_from`, 1 starts a text and 2 is unknown, and texts are padded and cut at the front.
 */
export const wordIndex: SidecarKind = {
  id: 'word-index',
  names: /(metadata|word_?index|tokenizer)[^/]*\.json$/i,
  largest: largestVocabulary,
  read: (value, file) => {
    const index = idsOf(get(value, 'word_index', 'wordIndex'))
    if (index === null) return null
    const from = asNumber(get(value, 'index_from', 'indexFrom')) ?? 0
    const size = asNumber(get(value, 'vocabulary_size', 'vocabularySize')) ?? Number.POSITIVE_INFINITY
    const words = [...index].map(([piece, id]) => ({ piece, id: id + from })).filter(({ id }) => id <= size)
    return {
      vocabulary: {
        kind: 'words',
        source: file.name,
        pieces: pieceLines(words),
        lowerCase: true,
        // Without an offset there is no room for the number of unknown words, and 0 is padding.
        unknown: from > 2 ? 2 : 0,
        pad: 0,
        start: null,
        end: null,
        length: asNumber(get(value, 'max_len', 'maxLen', 'max_length')),
        front: true,
      },
    }
  },
}
