import { asArray, asNumber, asString, get } from '../../shared/json-value.ts'
import type { SidecarKind } from '../contract.ts'
import { byteLevelVocabulary } from './byte-level.ts'
import { largestVocabulary, sentencePieceVocabulary, wordPieceVocabulary } from './lines.ts'
import { idsOf } from './vocabulary.ts'

/** `tokenizer.json` of Hugging Face, of the kinds WordPiece, Unigram and byte-level BPE. */
export const tokenizerJson: SidecarKind = {
  id: 'tokenizer-json',
  names: /^tokenizer\.json$/i,
  largest: largestVocabulary,
  read: (value, file) => {
    const model = get(value, 'model')
    const kind = asString(get(model, 'type'))
    if (kind === 'WordPiece') {
      const lower = get(get(value, 'normalizer'), 'lowercase')
      const ids = idsOf(get(model, 'vocab'))
      const vocabulary =
        ids === null ? null : wordPieceVocabulary(ids, file.name, typeof lower === 'boolean' ? lower : null)
      return vocabulary === null ? null : { vocabulary }
    }
    if (kind === 'BPE') {
      const vocabulary = byteLevelVocabulary(value, file.name)
      return vocabulary === null ? null : { vocabulary }
    }
    if (kind !== 'Unigram') return null
    const unknown = asNumber(get(model, 'unk_id')) ?? 0
    const special = new Set((asArray(get(value, 'added_tokens')) ?? []).map((token) => asString(get(token, 'content'))))
    const pieces = (asArray(get(model, 'vocab')) ?? []).map((item, id) => {
      const [piece, score] = asArray(item) ?? []
      const text = asString(piece) ?? ''
      const type = id === unknown ? 'unknown' : special.has(text) ? 'control' : 'normal'
      return { piece: text, id, score: asNumber(score) ?? 0, type }
    })
    const pad = pieces.find(({ piece }) => piece === '<pad>' || piece === '[PAD]')?.id ?? 0
    return { vocabulary: sentencePieceVocabulary(pieces, { kind: 'unigram', source: file.name, unknown, pad }) }
  },
}
