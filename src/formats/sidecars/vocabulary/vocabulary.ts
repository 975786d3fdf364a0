import { asArray, asNumber, asObject, asString } from '../../shared/json-value.ts'
import type { SidecarKind } from '../contract.ts'
import { largestVocabulary, pieceLines, sentencePieceVocabulary, wordPieceVocabulary } from './lines.ts'

/** `vocab.txt`: a piece per line; its number is the line. */
export const vocabularyText: SidecarKind = {
  id: 'vocabulary-text',
  names: /^[^/]*vocab[^/]*\.txt$/i,
  largest: largestVocabulary,
  read: (value, file) => {
    const lines = (asString(value) ?? '').replace(/^\ufeff/, '').split(/\r?\n/)
    if (lines.at(-1) === '') lines.pop()
    const vocabulary = wordPieceVocabulary(numbered(lines), file.name)
    return vocabulary === null ? null : { vocabulary }
  },
}

/** The first of two equal pieces keeps its number. */
function numbered(pieces: readonly string[]): ReadonlyMap<string, number> {
  const ids = new Map<string, number>()
  for (const [id, piece] of pieces.entries()) if (!ids.has(piece)) ids.set(piece, id)
  return ids
}

/** Pieces of the Universal Sentence Encoder that are no text: padding, unknown, and reserved ones. */
const reserved = 6

/**
 * `vocab.json`: pieces with their scores, as tfjs-models' Universal Sentence Encoder has them; or pieces with their
 * numbers.
 */
export const vocabularyJson: SidecarKind = {
  id: 'vocabulary-json',
  names: /^[^/]*vocab[^/]*\.json$/i,
  largest: largestVocabulary,
  read: (value, file) => {
    const list = asArray(value)
    if (list !== null) {
      const pieces = list.flatMap((item, id) => {
        const [piece, score] = asArray(item) ?? []
        const [text, number] = [asString(piece), asNumber(score)]
        return text === null || number === null
          ? []
          : [{ piece: text, id, score: number, type: id < reserved ? 'control' : 'normal' }]
      })
      if (pieces.length !== list.length || pieces.length === 0) return null
      return { vocabulary: sentencePieceVocabulary(pieces, { kind: 'unigram', source: file.name, unknown: 0, pad: 0 }) }
    }
    const ids = idsOf(value)
    if (ids === null) return null
    const vocabulary = wordPieceVocabulary(ids, file.name)
    if (vocabulary !== null) return { vocabulary }
    // Byte-level BPE writes a space as Ġ; it needs its list of merges too.
    if ([...ids.keys()].some((piece) => piece.startsWith('\u0120'))) return null
    const pieces = pieceLines([...ids].map(([piece, id]) => ({ piece, id })))
    const common = { kind: 'words', source: file.name, pieces, lowerCase: true, start: null, end: null } as const
    return { vocabulary: { ...common, unknown: ids.get('[UNK]') ?? 0, pad: 0, length: null, front: false } }
  },
}

/** An object of whole numbers; `null` for anything else. */
export function idsOf(value: unknown): ReadonlyMap<string, number> | null {
  const entries = Object.entries(asObject(value) ?? {})
  const ids = new Map(entries.flatMap(([piece, id]) => (Number.isInteger(id) ? [[piece, id as number]] : [])))
  return ids.size === entries.length && ids.size > 0 ? ids : null
}
