import { describe, expect, it } from 'vitest'
import { answersAt, verdicts as row } from '../../base/readings/verdicts.ts'
import type { NamedOutput, ReadContext } from '../contract.ts'
import { contextOf, tensorOf } from '../fixtures.ts'
import { readOutputs } from '../index.ts'

const labels = ['identity_attack', 'insult', 'obscene', 'severe_toxicity', 'sexual_explicit', 'threat', 'toxicity']
/** The scores of yes of two texts, per label. */
const yes = [
  [0.01, 0.97, 0.5, 0.2, 0.02, 0.14, 0.99],
  [0.02, 0.03, 0.01, 0, 0.02, 0.01, 0.05],
]
const heads = (of = yes, suffix = '/Softmax'): readonly NamedOutput[] =>
  labels.map((label, i) => ({
    name: `${label}${suffix}`,
    value: tensorOf(
      [of.length, 2],
      of.flatMap((scores) => [1 - (scores[i] ?? 0), scores[i] ?? 0]),
    ),
  }))
const tokens = [
  { name: 'Placeholder_1', dtype: 'int32', shape: [9, 2], geometry: null },
  { name: 'Placeholder', dtype: 'int32', shape: [9], geometry: null },
] as const
const picture = [{ name: 'x', dtype: 'float32', shape: [1, 64, 64, 3], geometry: null }] as const

const shownOf = (outputs: readonly NamedOutput[], inputs: ReadContext['inputs'] = tokens, traced = false) => {
  const context: ReadContext = {
    ...contextOf(outputs),
    inputs,
    outputs: outputs.map(({ name, value }, i) => ({
      name,
      shape: value.shape,
      trace: { ops: ['Softmax'], names: traced ? [`toxicity/${labels[i]}/Softmax`] : [] },
    })),
  }
  return readOutputs(outputs, context).map(({ shown }) => shown.interpretation)
}

describe('the heads of the toxicity model', () => {
  const [first, ...others] = shownOf(heads().toReversed())

  it('are one reading, named by the outputs, with the second column as yes', () => {
    expect(others).toEqual([])
    if (first?.view !== 'verdicts') throw new Error('not read')
    const answers = answersAt(first.data, 0).toReversed()
    expect(answers.map(({ label, verdict }) => `${label}: ${verdict}`)).toEqual([
      'identity attack: no',
      'insult: yes',
      'obscene: undecided',
      'severe toxicity: undecided',
      'sexual explicit: no',
      'threat: no',
      'toxicity: yes',
    ])
    expect(answers[1]?.score).toBeCloseTo(0.97)
    expect(row.headline(first.data, { name: '', shape: [], value: tensorOf([0], []) })).toEqual({
      kind: 'text',
      text: 'toxicity, insult, 2 undecided',
    })
    expect(answersAt(first.data, 1).every(({ verdict }) => verdict === 'no')).toBe(true)
    expect([...(row.table?.(first.data, { name: '', shape: [], value: tensorOf([0], []) }).rows ?? [])][1]).toEqual([
      0,
      'threat',
      expect.closeTo(0.14),
      'no',
    ])
  })
  it('are known by the names inside, if the converter renamed the outputs', () => {
    const renamed = heads().map(({ value }, i) => ({ name: `Identity_${i}`, value }))
    expect(shownOf(renamed, tokens, true)[0]?.view).toBe('verdicts')
    expect(shownOf(renamed)[0]?.view).toBe('scores')
  })
  it('without numbers say so', () => {
    const broken = shownOf(heads([yes[0]?.map(() => Number.NaN) ?? []]))[0]
    if (broken?.view !== 'verdicts') throw new Error('not read')
    expect(row.headline(broken.data, { name: '', shape: [], value: tensorOf([0], []) })).toEqual({ kind: 'lost' })
  })
})

describe('nothing is taken for them', () => {
  it.each([
    ['heads of a model of pictures', heads(), picture],
    ['layers that nobody named', heads().map(({ value }, i) => ({ name: `dense_${i}/Softmax`, value })), tokens],
    ['two outputs', heads().slice(0, 2), tokens],
    ['logits', heads().map(({ name }) => ({ name, value: tensorOf([1, 2], [3, -2]) })), tokens],
    ['three classes each', heads().map(({ name }) => ({ name, value: tensorOf([1, 3], [0.2, 0.3, 0.5]) })), tokens],
  ])('%s', (_, outputs, inputs) => expect(shownOf(outputs, inputs).map(({ view }) => view)).not.toContain('verdicts'))
})
