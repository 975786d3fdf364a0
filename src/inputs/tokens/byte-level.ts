import type { Vocabulary } from '../../base/vocabulary.ts'
import type { Characters } from './characters.ts'
import { mergedPairs } from './merged-pairs.ts'
import { type Found, type Piece, piecesOf } from './pieces.ts'

/**
 * GPT-2's tokeniser: words, each with the space before it, as UTF-8 bytes that a list of merges joins. Each byte maps to
 * a printable character; a space to `Ġ`.
 */
export function byteLevel(text: string, vocabulary: Vocabulary): { characters: Characters; found: readonly Found[] } {
  const pieces = piecesOf(vocabulary)
  const ranks = ranksOf(vocabulary)
  const written: Written = { starts: [], ends: [] }
  const all: string[] = []
  const found: Found[] = []
  for (const { at, part, marker } of partsOf(text, pieces)) {
    if (marker !== null) {
      const from = written.starts.length
      all.push(write(written, part, at))
      found.push({ piece: part.trimStart(), id: marker.id, from, to: written.starts.length })
      continue
    }
    const needsBlank = vocabulary.prefixSpace === true && !/^\p{White_Space}/u.test(part)
    for (const { 0: word, index } of (needsBlank ? ` ${part}` : part).matchAll(words)) {
      const from = written.starts.length
      // The added space has no position in the text.
      const isPut = needsBlank && index === 0
      const blank = isPut ? write(written, ' ', at, 0) : ''
      const bytes = blank + write(written, isPut ? word.slice(1) : word, at + index - (needsBlank && !isPut ? 1 : 0))
      all.push(bytes)
      found.push(...split(bytes, from, { pieces, ranks, unknown: vocabulary.unknown }))
    }
  }
  return { characters: { text: all.join(''), ...written }, found }
}

/** GPT-2's words: contractions, letters, digits and other marks, each with a blank before it, and other blanks. */
const words =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu

interface Part {
  readonly at: number
  readonly part: string
  /** For a token that was added to the vocabulary, which is taken whole. */
  readonly marker: Piece | null
}

/** The text between the added tokens, and these. */
function partsOf(text: string, pieces: ReadonlyMap<string, Piece>): readonly Part[] {
  const parts: Part[] = []
  const added = addedOf(pieces)
  const push = (from: number, to: number, marker: Piece | null) => {
    if (to > from) parts.push({ at: from, part: text.slice(from, to), marker })
  }
  let last = 0
  for (const { 0: whole, index } of added === null ? [] : text.matchAll(added)) {
    const marker = pieces.get(whole.trimStart()) ?? null
    push(last, index, null)
    push(index, index + whole.length, marker)
    last = index + whole.length
  }
  push(last, text.length, null)
  return parts
}

const patterns = new WeakMap<ReadonlyMap<string, Piece>, { readonly pattern: RegExp | null }>()

/** Matches the added tokens, of two at one place the longer; `null` if there are none. */
function addedOf(pieces: ReadonlyMap<string, Piece>): RegExp | null {
  const known = patterns.get(pieces)
  if (known !== undefined) return known.pattern
  const texts = [...pieces].filter(([, { type }]) => type === 'user' || type === 'user-spaced')
  const sources = texts
    .sort(([a], [b]) => b.length - a.length)
    .map(([piece, { type }]) => {
      const literal = piece.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
      return type === 'user' ? literal : `(?<!\\p{White_Space})\\p{White_Space}*${literal}`
    })
  const pattern = sources.length === 0 ? null : new RegExp(sources.join('|'), 'gu')
  patterns.set(pieces, { pattern })
  return pattern
}

/** Where each byte came from. */
interface Written {
  readonly starts: number[]
  readonly ends: number[]
}

/** The character of each byte: itself if it is printable, else one from U+0100 on. */
const characters = Array.from({ length: 256 }, (_, byte) => byte).map((byte, _, all) =>
  String.fromCodePoint(isPrintable(byte) ? byte : 256 + all.filter((one) => one < byte && !isPrintable(one)).length),
)

function isPrintable(byte: number): boolean {
  return (byte > 32 && byte < 127) || (byte > 160 && byte !== 173)
}

const encoder = new TextEncoder()

/** The bytes of a text that starts at `at`, with their places; `width` is that of each character there, its own if omitted. */
function write(written: Written, text: string, at: number, width?: number): string {
  const out: string[] = []
  let from = at
  for (const character of text) {
    const to = from + (width ?? character.length)
    for (const byte of encoder.encode(character)) {
      out.push(characters[byte] ?? '')
      written.starts.push(from)
      written.ends.push(to)
    }
    from = to
  }
  return out.join('')
}

const ranked = new WeakMap<Vocabulary, ReadonlyMap<string, number>>()

/** The rank of each pair of pieces, `a b`; parsed once for each vocabulary. */
function ranksOf(vocabulary: Vocabulary): ReadonlyMap<string, number> {
  const known = ranked.get(vocabulary)
  if (known !== undefined) return known
  const ranks = new Map<string, number>()
  for (const [rank, pair] of (vocabulary.merges ?? '').split('\n').entries()) ranks.set(pair, rank)
  ranked.set(vocabulary, ranks)
  return ranks
}

interface Table {
  readonly pieces: ReadonlyMap<string, Piece>
  readonly ranks: ReadonlyMap<string, number>
  readonly unknown: number
}

/** The pieces of one word; a token's place leaves out the blank before it. */
function split(word: string, at: number, { pieces, ranks, unknown }: Table): readonly Found[] {
  const scoreOf = (from: number, middle: number, to: number): number | null => {
    const rank = ranks.get(`${word.slice(from, middle)} ${word.slice(middle, to)}`)
    return rank === undefined ? null : -rank
  }
  return mergedPairs(word, scoreOf).map(([from, to]) => {
    const piece = word.slice(from, to)
    const blank = piece.startsWith('\u0120') && to - from > 1 ? 1 : 0
    return { piece, id: pieces.get(piece)?.id ?? unknown, from: at + from + blank, to: at + to }
  })
}
