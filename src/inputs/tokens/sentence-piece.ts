import type { Vocabulary } from '../../base/vocabulary.ts'
import { type Characters, mapped } from './characters.ts'
import { mergedPairs, type Span } from './merged-pairs.ts'
import { type Found, type Piece, piecesOf } from './pieces.ts'

/** The mark of a space, and of the start of a text. */
const space = '\u2581'

/** SentencePiece: pieces of the whole text, in which spaces are characters like any other. */
export function sentencePieces(
  text: string,
  vocabulary: Vocabulary,
): { characters: Characters; found: readonly Found[] } {
  const pieces = piecesOf(vocabulary)
  const characters = escaped(mapped(text, (one) => normalised(one, vocabulary.lowerCase)))
  const split =
    vocabulary.kind === 'bpe'
      ? mergedPairs(characters.text, (from, _middle, to) => scoreOf(characters.text.slice(from, to), pieces))
      : bestPath(characters.text, pieces)
  return { characters, found: withUnknown(characters.text, split, pieces, vocabulary) }
}

/** The score of a piece that may be made of two others; `null` for no piece. */
function scoreOf(text: string, pieces: ReadonlyMap<string, Piece>): number | null {
  const piece = pieces.get(text)
  return piece === undefined || piece.type === 'control' || piece.type === 'byte' ? null : piece.score
}

// The rules of `nmt_nfkc`: controls go, marks without width become spaces.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these rules are about control characters
const controls = /[\u0001-\u0008\u000b\u000e-\u001f\u007f\u008f\u009f]/g
const spaces = /[\t\n\f\r\u1680\u200b\u200e\u200f\u2028\u2029\u2581\ufeff\ufffd]|\p{Zs}/gu

function normalised(character: string, lowerCase: boolean): string {
  const clean = character.replace(controls, '').replace(spaces, ' ')
  const composed = clean.includes('\uff5e') ? clean : clean.normalize('NFKC')
  return lowerCase ? composed.toLowerCase() : composed
}

/** One mark before each word: runs of spaces are one, and those at the ends are dropped. */
function escaped({ text, starts, ends }: Characters): Characters {
  const out: string[] = []
  const from: number[] = []
  const to: number[] = []
  let isGap = true
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] ?? ''
    if (unit === ' ') {
      isGap = true
      continue
    }
    if (isGap) {
      out.push(space)
      from.push(starts[i] ?? 0)
      // The mark stands for no characters of its own.
      to.push(starts[i] ?? 0)
    }
    isGap = false
    out.push(unit)
    from.push(starts[i] ?? 0)
    to.push(ends[i] ?? 0)
  }
  return { text: out.join(''), starts: from, ends: to }
}

/** Worse than any piece by this much, so that a character is unknown only if nothing else covers it. */
const unknownPenalty = 10
/** UTF-16 units of the longest piece that is tried. */
const longestPiece = 64

/** The pieces with the greatest sum of scores (Viterbi). */
function bestPath(text: string, pieces: ReadonlyMap<string, Piece>): readonly Span[] {
  let worst = Number.POSITIVE_INFINITY
  let most = Number.NEGATIVE_INFINITY
  let longest = 1
  for (const [piece, { score, type }] of pieces) {
    if (type !== 'normal') continue
    worst = Math.min(worst, score)
    most = Math.max(most, score)
    longest = Math.max(longest, piece.length)
  }
  const best = new Float64Array(text.length + 1).fill(Number.NEGATIVE_INFINITY)
  const before = new Int32Array(text.length + 1)
  best[0] = 0
  for (let from = 0; from < text.length; ) {
    const reached = best[from] as number
    const width = (text.codePointAt(from) ?? 0) > 0xffff ? 2 : 1
    let single = false
    for (let to = from + width; to <= Math.min(text.length, from + Math.min(longest, longestPiece)); to++) {
      const piece = pieces.get(text.slice(from, to))
      if (piece === undefined || (piece.type !== 'normal' && piece.type !== 'user')) continue
      // A piece that a person defined is taken whole.
      const score = piece.type === 'user' ? (to - from) * most - 0.1 : piece.score
      if (reached + score > (best[to] as number)) {
        best[to] = reached + score
        before[to] = from
      }
      if (to === from + width) single = true
    }
    const next = from + width
    if (!single && reached + worst - unknownPenalty > (best[next] as number)) {
      best[next] = reached + worst - unknownPenalty
      before[next] = from
    }
    from = next
  }
  const spans: Span[] = []
  for (let to = text.length; to > 0; to = before[to] as number) spans.push([before[to] as number, to])
  return spans.reverse()
}

/** What no piece covers becomes its bytes, if the vocabulary has them; else neighbours are one unknown token. */
function withUnknown(
  text: string,
  spans: readonly Span[],
  pieces: ReadonlyMap<string, Piece>,
  { unknown }: Vocabulary,
): readonly Found[] {
  const hasBytes = pieces.get('<0x00>')?.type === 'byte'
  const found: Found[] = []
  for (const [from, to] of spans) {
    const piece = text.slice(from, to)
    const known = pieces.get(piece)
    const last = found.at(-1)
    if (known !== undefined && (known.type === 'normal' || known.type === 'user'))
      found.push({ piece, id: known.id, from, to })
    else if (hasBytes) found.push(...bytesOf(piece, from, to, pieces, unknown))
    else if (last?.id === unknown) found[found.length - 1] = { ...last, piece: last.piece + piece, to }
    else found.push({ piece, id: unknown, from, to })
  }
  return found
}

function bytesOf(
  piece: string,
  from: number,
  to: number,
  pieces: ReadonlyMap<string, Piece>,
  unknown: number,
): readonly Found[] {
  return [...new TextEncoder().encode(piece)].map((byte) => {
    const name = `<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`
    return { piece: name, id: pieces.get(name)?.id ?? unknown, from, to }
  })
}
