import { describe, expect, it } from 'vitest'
import type { Tokenisation, Vocabulary } from '../../base/vocabulary.ts'
import type { TreeFile } from '../../files/tree.ts'
import { tokenizerJson } from '../../formats/sidecars/vocabulary/tokenizer-json.ts'
import { encode } from './encode.ts'
import fixture from './fixtures/tokens.json' with { type: 'json' }
import { tensorFor } from './tensors.ts'

function vocabularyOf(kind: Tokenisation, pieces: string, change: Partial<Vocabulary> = {}): Vocabulary {
  const numbers = { unknown: 1, pad: 0, start: null, end: null, length: null, front: false }
  return { kind, source: 'made', pieces, lowerCase: false, ...numbers, ...change }
}

const lines = (pieces: readonly string[]) => pieces.map((piece, id) => `${piece}\t${id}`).join('\n')
const idsOf = (texts: readonly string[], vocabulary: Vocabulary, length: number | null = null) =>
  encode(texts, vocabulary, length).tokens.map(({ id }) => id)

describe.each([
  ['lower', true],
  ['cased', false],
] as const)('WordPiece, %s', (name, lowerCase) => {
  const { pieces, cases } = fixture[name]
  const vocabulary = vocabularyOf('word-piece', lines(pieces), { lowerCase })

  it.each(cases)('$text', ({ text, ids, offsets }) => {
    const { tokens } = encode([text], vocabulary, null)
    expect(tokens.map(({ id }) => id)).toEqual(ids)
    // A combining mark that is dropped still belongs to its letter here.
    const base = (start = 0, end = 0) => text.slice(start, end).replace(/\p{M}/gu, '')
    expect(tokens.map(({ start, end }) => base(start, end))).toEqual(offsets.map(([start, end]) => base(start, end)))
  })
})

describe.each(['unigram', 'bpe', 'bytes'] as const)('SentencePiece, %s', (name) => {
  const { pieces, cases, unknown } = fixture[name]
  const text = pieces.map(([piece, score, type], id) => [piece, id, score, type].join('\t')).join('\n')
  const vocabulary = vocabularyOf(name === 'bpe' ? 'bpe' : 'unigram', text, { unknown })

  it.each(cases)('$text', ({ text, ids }) => {
    expect(idsOf([text], vocabulary)).toEqual(ids)
  })
  it('tells the characters of each token', () => {
    const { tokens } = encode(['  The  fox.'], vocabulary, null)
    const last = tokens.at(-1)
    expect(last?.end).toBe(11)
    expect(tokens[0]?.start).toBe(2)
  })

  it('takes a long text without spaces', () => {
    const words = pieces
      .map(([piece, , type]) => (type === 'normal' ? String(piece).replaceAll('\u2581', '') : ''))
      .join('')
    const long = words.repeat(Math.ceil(100_000 / words.length))
    const { tokens } = encode([long], vocabulary, null)
    expect(tokens.at(-1)?.end).toBe(long.length)
  })
})

describe.each(['gpt2', 'roberta'] as const)('byte-level BPE, %s', (name) => {
  const { file, cases, pair } = fixture[name]
  const vocabulary = tokenizerJson.read(file, { name: 'tokenizer.json' } as TreeFile, null)?.vocabulary
  if (vocabulary == null) throw new Error('the fixture is not read')
  const markerless = { ...vocabulary, start: null, end: null }

  it.each(cases)('$text', ({ text, ids, offsets }) => {
    const { tokens } = encode([text], markerless, null)
    expect(tokens.map(({ id }) => id)).toEqual(ids)
    const part = (start = 0, end = 0) => text.slice(start, end).trim()
    expect(tokens.map(({ start, end }) => part(start, end))).toEqual(offsets.map(([start, end]) => part(start, end)))
  })
  it('puts the markers of the model around two texts', () => {
    expect(idsOf(['who did it', 'the fox'], vocabulary)).toEqual(pair)
  })
  it('takes a long text without blanks', () => {
    const long = 'thequick'.repeat(12_500)
    expect(encode([long], markerless, null).tokens.at(-1)?.end).toBe(long.length)
  })
})

describe('whole words', () => {
  const vocabulary = vocabularyOf('words', lines(['', '', '', 'the', 'film', 'was', 'great']), {
    lowerCase: true,
    unknown: 2,
    front: true,
  })
  it('lose their punctuation; padding and cutting are at the front', () => {
    expect(idsOf(['The film, was GREAT!'], vocabulary)).toEqual([3, 4, 5, 6])
    expect(idsOf(['A great film'], vocabulary, 5)).toEqual([0, 0, 2, 6, 4])
    expect(idsOf(['the film was great'], vocabulary, 2)).toEqual([5, 6])
    expect(encode(['the film was great'], vocabulary, 2)).toMatchObject({ used: 2, cut: 2 })
  })
})

describe('the inputs that one text fills', () => {
  const pieces = ['[PAD]', '[UNK]', '[CLS]', '[SEP]', 'who', 'did', 'it']
  const vocabulary = vocabularyOf('word-piece', lines(pieces), { lowerCase: true, start: 2, end: 3 })
  const pair = encode(['who', 'it did it'], vocabulary, 9)
  const values = (role: Parameters<typeof tensorFor>[0]) => tensorFor(role, [pair], false)

  it('are numbers, mask and types of two texts', () => {
    expect(values('ids')).toMatchObject({ shape: [1, 9], data: Int32Array.of(2, 4, 3, 6, 5, 6, 3, 0, 0) })
    expect(values('mask').data).toEqual(Int32Array.of(1, 1, 1, 1, 1, 1, 1, 0, 0))
    expect(values('types').data).toEqual(Int32Array.of(0, 0, 0, 1, 1, 1, 1, 0, 0))
  })
  it('keep the question when the text is cut', () => {
    expect(idsOf(['who', 'it did it'], vocabulary, 5)).toEqual([2, 4, 3, 6, 3])
  })
  it('are positions and numbers of sparse inputs', () => {
    const rows = [
      encode(['who it'], vocabularyOf('word-piece', lines(pieces)), null),
      encode(['did'], vocabularyOf('word-piece', lines(pieces)), null),
    ]
    expect(tensorFor('sparse-ids', rows, false)).toMatchObject({ shape: [3], data: Int32Array.of(4, 6, 5) })
    expect(tensorFor('sparse-positions', rows, false)).toMatchObject({
      shape: [3, 2],
      data: Int32Array.of(0, 0, 0, 1, 1, 0),
    })
  })
})
