import { describe, expect, it } from 'vitest'
import { cluesOfModel, readCorpus } from './fixtures/corpus.ts'
import { answerIn } from './fixtures/graphs.ts'

const corpus = await readCorpus()
const found = await Promise.all(
  corpus.map(async (model) => {
    const clues = await cluesOfModel(model)
    const [scale, word = 'guessed'] = answerIn(clues, 'scale')?.split(', ') ?? []
    const [order] = answerIn(clues, 'order')?.split(', ') ?? []
    return { name: model.name, truth: model, scale: scale ?? null, word, order: order ?? null }
  }),
)
const named = (wrong: typeof found) => wrong.map(({ name, scale, word }) => `${name}: ${scale}, ${word}`)

describe('models whose preprocessing is known', () => {
  it('are at least 120', () => {
    expect(corpus.length).toBeGreaterThanOrEqual(120)
  })

  it('whatever is called certain is right', () => {
    const certain = found.filter(({ word }) => word === 'certain')
    expect(named(certain.filter(({ scale, truth }) => scale !== truth.scale))).toEqual([])
    expect(certain.length).toBeGreaterThanOrEqual(corpus.filter(({ word }) => word === 'certain').length)
  })

  it('of what is called derived, at least 95 % are right', () => {
    const derived = found.filter(({ word }) => word === 'derived')
    const wrong = derived.filter(({ scale, truth }) => scale !== truth.scale)
    expect(wrong.length / derived.length, named(wrong).join('\n')).toBeLessThanOrEqual(0.05)
  })

  it('what can be derived rarely stays a guess', () => {
    const open = found.filter(({ word, truth }) => truth.word === 'derived' && word === 'guessed')
    expect(named(open).length, named(open).join('\n')).toBeLessThanOrEqual(8)
  })

  it('what nothing tells stays a guess', () => {
    expect(named(found.filter(({ word, truth }) => truth.word === 'guessed' && word !== 'guessed'))).toEqual([])
  })

  it('the order of the channels is right in at least 95 %', () => {
    const told = found.filter(({ order, truth }) => order !== null && truth.order !== undefined)
    const wrong = told.filter(({ order, truth }) => order !== truth.order)
    expect(
      wrong.length / told.length,
      wrong.map(({ name, order }) => `${name}: ${order}`).join('\n'),
    ).toBeLessThanOrEqual(0.05)
    expect(told.length).toBeGreaterThanOrEqual(30)
  })
})
