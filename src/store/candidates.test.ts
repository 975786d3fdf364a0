import { describe, expect, it } from 'vitest'
import { input, result, step } from '../exports/fixtures/results.ts'
import { guessOf, withCandidate } from './candidates.ts'

const plan = (
  certainty: 'certain' | 'derived' | 'guessed',
  order = 'rgb',
  resize: 'certain' | 'guessed' = 'certain',
) => [
  { ...step('resize', { method: 'stretch' }), certainty: resize },
  { ...step('channels', { order }), certainty: order === 'grey' ? ('certain' as const) : ('guessed' as const) },
  { ...step('scale', { scale: 'zero-one' }), certainty },
]
const guess = (steps: ReturnType<typeof plan>) => guessOf(result([], [input({ plan: steps })]))
const words = (steps: ReturnType<typeof plan>) =>
  guess(steps)?.candidates.map(({ range, order, resize }) => `${range} ${order} ${resize}`)

describe('the ways to prepare a guessed picture', () => {
  it('are none if the range is certain or derived', () => {
    expect(guess(plan('certain'))).toBeNull()
    expect(guess(plan('derived'))).toBeNull()
  })

  it('are ranges and orders; Caffe goes with blue first, ImageNet with red first', () => {
    expect(words(plan('guessed'))).toEqual([
      '0…1 RGB stretched',
      '0…1 BGR stretched',
      '−1…1 RGB stretched',
      '−1…1 BGR stretched',
      '0…255 RGB stretched',
      '0…255 BGR stretched',
      'ImageNet RGB stretched',
      'Caffe BGR stretched',
    ])
    expect(guess(plan('guessed'))?.candidates.filter(({ current }) => current)).toMatchObject([{ id: 0 }])
  })

  it('of grey pictures are ranges alone', () => {
    expect(words(plan('guessed', 'grey'))).toEqual([
      '0…1 grey stretched',
      '−1…1 grey stretched',
      '0…255 grey stretched',
    ])
  })

  it('include crops where the proportions differ', () => {
    expect(words(plan('guessed', 'grey', 'guessed'))).toHaveLength(6)
    expect(guess(plan('guessed', 'rgb', 'guessed'))?.candidates).toHaveLength(16)
  })

  it('keep the other settings of the user', () => {
    const settings = [
      { id: 'scale', values: { scale: 'none', mean: [1] } },
      { id: 'invert', values: { invert: true } },
    ]
    expect(withCandidate(settings, { settings: [{ id: 'scale', values: { scale: 'caffe' } }] })).toEqual([
      { id: 'invert', values: { invert: true } },
      { id: 'scale', values: { scale: 'caffe', mean: [1] } },
    ])
  })
})
