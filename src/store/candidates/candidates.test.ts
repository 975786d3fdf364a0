import { describe, expect, it } from 'vitest'
import { input, result, step } from '../../exports/fixtures/results.ts'
import { guessOf, withCandidate } from './index.ts'

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
  guess(steps)?.candidates.map(({ way, details }) => `${way} ${details}`)

describe('the ways to prepare a guessed picture', () => {
  it('are none if the range is certain or derived', () => {
    expect(guess(plan('certain'))).toBeNull()
    expect(guess(plan('derived'))).toBeNull()
  })

  it('are ranges and orders; Caffe goes with blue first, ImageNet with red first', () => {
    expect(words(plan('guessed'))).toEqual([
      '0…1 RGB, stretched',
      '0…1 BGR, stretched',
      '−1…1 RGB, stretched',
      '−1…1 BGR, stretched',
      '0…255 RGB, stretched',
      '0…255 BGR, stretched',
      'ImageNet RGB, stretched',
      'Caffe BGR, stretched',
    ])
    expect(guess(plan('guessed'))?.candidates.filter(({ current }) => current)).toMatchObject([{ id: 0 }])
  })

  it('of grey pictures are ranges alone', () => {
    expect(words(plan('guessed', 'grey'))).toEqual([
      '0…1 grey, stretched',
      '−1…1 grey, stretched',
      '0…255 grey, stretched',
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

describe('the ways to prepare a guessed table', () => {
  const methods = ['none', 'min-max', 'mean-std'].map((id) => ({ id, label: id }))
  const field = { id: 'method', label: 'Method', type: 'choice', value: 'none', options: methods } as const
  const offered = {
    id: 'columns',
    label: 'Columns',
    type: 'columns',
    value: [0, 1],
    options: ['sex', 'length', 'rings'],
  } as const
  const columns = {
    ...step('columns', { columns: [0, 1], encode: true }),
    summary: '2 of 3: sex, length',
    fields: [offered],
  }
  const scaling = { ...step('standardise', { method: 'none' }), summary: 'none', fields: [field] }
  const fix = { label: 'Use the numbers', setting: { id: 'columns', values: { columns: [1, 2], encode: false } } }
  const warnings = [{ code: 'columns', message: 'rings is left out', fix }]
  const guessed = 'guessed' as const

  it('are the columns that the warning offers, in every scaling', () => {
    const plan = [
      { ...columns, certainty: guessed },
      { ...scaling, certainty: guessed },
    ]
    const guess = guessOf(result([], [input({ plan, warnings, shape: [4, 2] })]))
    expect(guess).toMatchObject({ title: 'Columns guessed', subject: 'table' })
    expect(guess?.candidates.map(({ way, details, current }) => `${way} ${details} ${current}`)).toEqual([
      '2 of 3: sex, length none true',
      '2 of 3: sex, length min-max false',
      '2 of 3: sex, length mean-std false',
      '2 of 3: length, rings none false',
      '2 of 3: length, rings min-max false',
      '2 of 3: length, rings mean-std false',
    ])
    expect(guess?.candidates.at(-1)?.settings).toEqual([
      fix.setting,
      { id: 'standardise', values: { method: 'mean-std' } },
    ])
  })

  it('of one row are only marked: it has no range', () => {
    const plan = [columns, { ...scaling, certainty: guessed }]
    const guess = guessOf(result([], [input({ plan, shape: [1, 2] })]))
    expect(guess).toMatchObject({ title: 'Scaling of the columns guessed', candidates: [{ settings: [] }] })
  })

  it('are none if a file states them', () => {
    expect(guessOf(result([], [input({ plan: [columns, scaling], shape: [4, 2] })]))).toBeNull()
  })
})
