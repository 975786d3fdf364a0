import type { Vocabulary } from '../../base/vocabulary.ts'

/**
 * The types of SentencePiece: what is matched as it is (`user`), and what stands for a byte. `user-spaced` also takes
 * the blanks before it.
 */
export type PieceType = 'normal' | 'unknown' | 'control' | 'user' | 'user-spaced' | 'byte' | 'unused'

export interface Piece {
  readonly id: number
  readonly score: number
  readonly type: PieceType
}

/** A piece found in a text: UTF-16 positions in the normalised text. */
export interface Found {
  readonly piece: string
  readonly id: number
  readonly from: number
  readonly to: number
}

const parsed = new WeakMap<Vocabulary, ReadonlyMap<string, Piece>>()

/** The pieces of a vocabulary by text; parsed once for each. Of two equal pieces the first counts. */
export function piecesOf(vocabulary: Vocabulary): ReadonlyMap<string, Piece> {
  const known = parsed.get(vocabulary)
  if (known !== undefined) return known
  const pieces = new Map<string, Piece>()
  for (const line of vocabulary.pieces.split('\n')) {
    const [piece = '', id, score = '0', type = 'normal'] = line.split('\t')
    if (id !== undefined && !pieces.has(piece))
      pieces.set(piece, { id: Number(id), score: Number(score), type: type as PieceType })
  }
  parsed.set(vocabulary, pieces)
  return pieces
}
