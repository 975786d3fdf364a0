import { describe, expect, it } from 'vitest'
import { noMetadata } from '../../base/model.ts'
import type { Interpretation } from '../../base/readings/index.ts'
import type { Token, TokenText } from '../../base/vocabulary.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import { tensorOf, wave } from '../fixtures.ts'
import { readOutputs } from '../groups.ts'

const question = 'Who wrote it?'
const passage = 'It was Zora Hurston, 1937.'
const marker = (piece: string): Token => ({ piece, id: 0, start: 0, end: 0, text: null })

function tokensOf(text: string, of: 0 | 1): readonly Token[] {
  return [...text.matchAll(/\w+|[^\w\s]/g)].map(({ 0: piece, index }) => ({
    piece,
    id: 1,
    start: index,
    end: index + piece.length,
    text: of,
  }))
}

const pair: TokenText = {
  texts: [question, passage],
  tokens: [
    marker('[CLS]'),
    ...tokensOf(question, 0),
    marker('[SEP]'),
    ...tokensOf(passage, 1),
    marker('[SEP]'),
    marker('[PAD]'),
  ],
}

function contextFor(
  outputs: readonly NamedOutput[],
  tokens: TokenText | null,
  labels?: readonly string[],
  extra = '',
): ReadContext {
  const input = { dtype: 'int32', shape: [1, 15], geometry: null } as const
  return {
    metadata: { ...noMetadata, labels: labels ?? null, labelsSource: labels ? 'labels.txt' : null },
    inputs: [
      { ...input, name: 'input_ids', tokens },
      { ...input, name: extra },
    ],
    outputs: outputs.map(({ name, value }) => ({ name, shape: value.shape, trace: { names: [], ops: ['BiasAdd'] } })),
  }
}

const bestOf = (found: Interpretation | undefined) => (found?.view === 'spans' ? found.data.spans[0] : undefined)

const count = pair.tokens.length
const peak = (place: number, height = 9) => Array.from({ length: count }, (_, i) => (i === place ? height : 0))
const placeOf = (piece: string) => pair.tokens.findIndex((token) => token.piece === piece)

describe('an answer', () => {
  const outputs = (start: number, end: number): readonly NamedOutput[] => [
    { name: 'end_logits', value: tensorOf([1, count], peak(end)) },
    { name: 'start_logits', value: tensorOf([1, count], peak(start)) },
  ]
  const read = (made: readonly NamedOutput[], extra = '') => {
    const [group, other] = readOutputs(made, contextFor(made, pair, undefined, extra))
    expect(other).toBeUndefined()
    return group?.shown.interpretation
  }

  it('is the part of the passage between the best start and end, in any order of the outputs', () => {
    const found = read(outputs(placeOf('Zora'), placeOf('Hurston')))
    expect(found).toMatchObject({ view: 'spans', data: { shows: 'answers', text: passage } })
    expect(bestOf(found)).toMatchObject({ text: 'Zora Hurston', start: 7, end: 19 })
  })
  it('never lies in the question, and never ends before it starts', () => {
    const found = read(outputs(placeOf('wrote'), placeOf('Zora')))
    const spans = found?.view === 'spans' ? found.data.spans : []
    const starts = tokensOf(passage, 1).map(({ start }) => start)
    expect(spans.length).toBeGreaterThan(0)
    for (const { start, end } of spans) {
      expect(start).toBeLessThan(end)
      expect(starts).toContain(start)
    }
  })
  it('is missing if the model points at the start marker', () => {
    expect(read(outputs(0, 0))).toMatchObject({ data: { spans: [] } })
  })
  it('is shifted by one token in the published MobileBERT', () => {
    const found = read(outputs(placeOf('Zora') - 1, placeOf('Hurston') - 1), 'global_step')
    expect(bestOf(found)).toMatchObject({ text: 'Zora Hurston' })
  })
})

describe('classes of words', () => {
  const labels = ['O', 'B-PER', 'I-PER', 'B-DATE']
  const text: TokenText = {
    texts: ['Zora Hurston wrote it in 1937'],
    tokens: [
      marker('[CLS]'),
      { piece: 'Zora', id: 1, start: 0, end: 4, text: 0 },
      { piece: 'Hur', id: 1, start: 5, end: 8, text: 0 },
      { piece: '##ston', id: 1, start: 8, end: 12, text: 0 },
      { piece: 'wrote', id: 1, start: 13, end: 18, text: 0 },
      { piece: '1937', id: 1, start: 25, end: 29, text: 0 },
      marker('[SEP]'),
    ],
  }
  const classes = [0, 1, 2, 0, 0, 3, 0]
  const value = tensorOf(
    [1, 7, 4],
    classes.flatMap((index) => [0, 1, 2, 3].map((one) => (one === index ? 6 : 0))),
  )
  const outputs = [{ name: 'logits', value }]
  const read = (names?: readonly string[]) =>
    readOutputs(outputs, contextFor(outputs, text, names))[0]?.shown.interpretation

  it('are spans of whole words, named by the labels', () => {
    expect(read(labels)).toMatchObject({
      view: 'spans',
      data: {
        shows: 'classes',
        spans: [
          { text: 'Zora Hurston', label: 'PER', start: 0, end: 12 },
          { text: '1937', label: 'DATE' },
        ],
      },
    })
  })
  it('are numbered without labels', () => {
    const found = read()
    expect(found?.data).toMatchObject({
      labelsSource: null,
      spans: [{ label: 'class 1' }, { label: 'class 2' }, { label: 'class 3' }],
    })
  })
})

describe('nothing is marked', () => {
  const views = (outputs: readonly NamedOutput[], tokens: TokenText | null) =>
    readOutputs(outputs, contextFor(outputs, tokens)).map(({ shown }) => shown.interpretation.view)

  it('by hidden states, by scores of the whole text, and without a text', () => {
    const hidden = [{ name: 'last_hidden_state', value: tensorOf([1, count, 128], wave(count * 128, 1)) }]
    expect(views(hidden, pair)).not.toContain('spans')
    const whole = [{ name: 'logits', value: tensorOf([1, 2], [1, 3]) }]
    expect(views(whole, pair)).not.toContain('spans')
    const rows = [{ name: 'y', value: tensorOf([1, count, 4], wave(count * 4, 1)) }]
    expect(views(rows, null)).not.toContain('spans')
  })
  it('by values that are not numbers', () => {
    const broken = wave(count * 4, 1).map((value, i) => (i === 9 ? Number.NaN : value))
    expect(views([{ name: 'y', value: tensorOf([1, count, 4], broken) }], pair)).not.toContain('spans')
    const nothing = Array.from({ length: count }, () => Number.NaN)
    const answer = ['start_logits', 'end_logits'].map((name) => ({ name, value: tensorOf([1, count], nothing) }))
    expect(views(answer, pair)).not.toContain('spans')
  })
})
