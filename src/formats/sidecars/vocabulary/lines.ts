import type { Vocabulary } from '../../../base/vocabulary.ts'

/** Bytes. The largest vocabularies, of 250,000 pieces, take 17 MB. */
export const largestVocabulary = 32 * 2 ** 20

export interface PieceLine {
  readonly piece: string
  readonly id: number
  readonly score?: number
  readonly type?: string
}

/** The text that `Vocabulary.pieces` holds. Pieces with a tab or a line break cannot be matched, and are left out. */
export function pieceLines(pieces: Iterable<PieceLine>): string {
  const lines: string[] = []
  for (const { piece, id, score = 0, type = 'normal' } of pieces)
    if (!/[\t\n]/.test(piece)) lines.push(`${piece}\t${id}\t${score}\t${type}`)
  return lines.join('\n')
}

/** A vocabulary of BERT; `null` without its marker of unknown words. */
export function wordPieceVocabulary(
  ids: ReadonlyMap<string, number>,
  source: string,
  isLower: boolean | null = null,
): Vocabulary | null {
  const unknown = ids.get('[UNK]')
  if (unknown === undefined) return null
  const lowerCase = isLower ?? ![...ids.keys()].some((piece) => /^(##)?\p{Lu}/u.test(piece))
  return {
    kind: 'word-piece',
    source,
    pieces: pieceLines([...ids].map(([piece, id]) => ({ piece, id }))),
    lowerCase,
    unknown,
    pad: ids.get('[PAD]') ?? 0,
    start: ids.get('[CLS]') ?? null,
    end: ids.get('[SEP]') ?? null,
    length: null,
    front: false,
  }
}

/** A vocabulary of SentencePiece. */
export function sentencePieceVocabulary(
  pieces: readonly PieceLine[],
  { kind, source, unknown, pad }: Pick<Vocabulary, 'source' | 'unknown' | 'pad'> & { readonly kind: 'unigram' | 'bpe' },
): Vocabulary {
  const idOf = (name: string) => pieces.find(({ piece }) => piece === name)?.id ?? null
  return {
    kind,
    source,
    pieces: pieceLines(pieces),
    lowerCase: false,
    unknown,
    pad,
    start: idOf('[CLS]'),
    end: idOf('[SEP]'),
    length: null,
    front: false,
  }
}
