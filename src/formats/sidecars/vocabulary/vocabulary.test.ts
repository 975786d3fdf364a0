import { describe, expect, it } from 'vitest'
import type { TreeFile } from '../../../files/tree.ts'
import type { MetadataPart } from '../contract.ts'
import { sentencePiece } from './sentence-piece.ts'
import { tokenizerJson } from './tokenizer-json.ts'
import { vocabularyJson, vocabularyText } from './vocabulary.ts'
import { wordIndex } from './word-index.ts'

const file = { name: 'vocab' } as TreeFile
const linesOf = (part: MetadataPart | null) => part?.vocabulary?.pieces.split('\n') ?? null
const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))

describe('vocab.txt', () => {
  it('has a piece per line; capitals say that the case matters', () => {
    const lower = vocabularyText.read('[PAD]\n[UNK]\n[CLS]\n[SEP]\nthe\n##s\n', file, null)
    expect(lower?.vocabulary).toMatchObject({
      kind: 'word-piece',
      lowerCase: true,
      unknown: 1,
      pad: 0,
      start: 2,
      end: 3,
    })
    expect(linesOf(lower)?.at(-1)).toBe('##s\t5\t0\tnormal')
    expect(vocabularyText.read('[UNK]\nThe', file, null)?.vocabulary?.lowerCase).toBe(false)
  })
  it('is not any list of words', () => {
    expect(vocabularyText.read('cat\ndog', file, null)).toBeNull()
  })
})

describe('vocab.json', () => {
  it('has scores, as the Universal Sentence Encoder does', () => {
    const list = [
      ['<pad>', 0],
      ['<unk>', 0],
      ['', 0],
      ['', 0],
      ['', 0],
      ['', 0],
      ['\u2581the', -3.5],
    ]
    const part = vocabularyJson.read(list, file, null)
    expect(part?.vocabulary).toMatchObject({ kind: 'unigram', unknown: 0, start: null })
    expect(linesOf(part)?.at(-1)).toBe('\u2581the\t6\t-3.5\tnormal')
    expect(linesOf(part)?.[0]).toContain('control')
  })
  it('has numbers of words or of pieces, but not those of byte-level BPE', () => {
    expect(vocabularyJson.read({ '[UNK]': 0, the: 1 }, file, null)?.vocabulary?.kind).toBe('word-piece')
    expect(vocabularyJson.read({ the: 1, a: 2 }, file, null)?.vocabulary?.kind).toBe('words')
    expect(vocabularyJson.read({ '\u0120the': 1, a: 2 }, file, null)).toBeNull()
    expect(vocabularyJson.read({ the: 'x' }, file, null)).toBeNull()
    expect(vocabularyJson.read([['a', 'b']], file, null)).toBeNull()
  })
})

it('a word index is shifted by its offset, within the size of the vocabulary', () => {
  const value = { word_index: { the: 1, and: 2, rare: 98 }, index_from: 3, vocabulary_size: 100, max_len: 80 }
  const part = wordIndex.read(value, file, null)
  expect(part?.vocabulary).toMatchObject({ kind: 'words', unknown: 2, pad: 0, length: 80, front: true })
  expect(linesOf(part)).toEqual(['the\t4\t0\tnormal', 'and\t5\t0\tnormal'])
  expect(wordIndex.read({ labels: ['a'] }, file, null)).toBeNull()
})

describe('tokenizer.json', () => {
  it('holds WordPiece or Unigram', () => {
    const bert = { normalizer: { lowercase: false }, model: { type: 'WordPiece', vocab: { '[UNK]': 0, a: 1 } } }
    expect(tokenizerJson.read(bert, file, null)?.vocabulary).toMatchObject({ kind: 'word-piece', lowerCase: false })
    const t5 = {
      added_tokens: [{ content: '<pad>' }],
      model: {
        type: 'Unigram',
        unk_id: 1,
        vocab: [
          ['<pad>', 0],
          ['<unk>', 0],
          ['a', -1],
        ],
      },
    }
    expect(linesOf(tokenizerJson.read(t5, file, null))).toEqual([
      '<pad>\t0\t0\tcontrol',
      '<unk>\t1\t0\tunknown',
      'a\t2\t-1\tnormal',
    ])
  })
  it('of another kind is left alone', () => {
    expect(tokenizerJson.read({ model: { type: 'BPE', vocab: {} } }, file, null)).toBeNull()
  })
})

describe('a model of SentencePiece', () => {
  it('is read as SentencePiece itself lists it', async () => {
    const { default: fixture } = await import('./fixtures/sentence-piece.json', { with: { type: 'json' } })
    const part = sentencePiece.read(bytesOf(fixture.model), file, null)
    expect(part?.vocabulary).toMatchObject({ kind: 'bpe', unknown: 0 })
    const found = linesOf(part)?.map((line) => line.split('\t'))
    expect(found?.map(([piece, , score, type]) => [piece, Number(score), type])).toEqual(fixture.pieces)
  })
  it('is not any file of its name', () => {
    expect(sentencePiece.read(Uint8Array.of(10, 2, 10, 0), file, null)).toBeNull()
    expect(sentencePiece.read('text', file, null)).toBeNull()
  })
})
