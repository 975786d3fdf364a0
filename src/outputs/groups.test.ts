import { afterEach, describe, expect, it, vi } from 'vitest'
import type { ModelMetadata } from '../base/model.ts'
import type { TensorValue } from '../base/tensor.ts'
import type { NamedOutput } from './contract.ts'
import { contextOf, named, stringsOf, tensorOf, wave } from './fixtures.ts'
import { readOutputs } from './index.ts'
import { decode, outputKinds } from './kinds.ts'
import { scores as scoresKind } from './scores/index.ts'

const groupsOf = (outputs: readonly NamedOutput[], metadata: Partial<ModelMetadata> = {}) =>
  readOutputs(outputs, contextOf(outputs, metadata))
const viewsOf = (...values: TensorValue[]) =>
  groupsOf(named(...values)).map(({ candidates }) => candidates.map(({ view }) => view))

describe('the readings of one output', () => {
  it('are sorted by fit', () => {
    expect(viewsOf(tensorOf([1, 1], [9.216842]))).toEqual([['numbers', 'tensor']])
    expect(viewsOf(tensorOf([1, 3], [0.00837632, 0.965891, 0.0257331]))).toEqual([['scores', 'numbers', 'tensor']])
    expect(viewsOf(tensorOf([1, 3], [2.871408, -0.803935, -2.751809]))).toEqual([['numbers', 'tensor', 'scores']])
    expect(viewsOf(tensorOf([1, 10], wave(10, 4)))).toEqual([['scores', 'numbers', 'tensor']])
    expect(
      viewsOf(
        tensorOf(
          [1, 8, 8, 1],
          Array.from({ length: 64 }, (_, i) => i / 63),
        ),
      ),
    ).toEqual([['image', 'tensor']])
    expect(viewsOf(stringsOf([1], ['yes']))).toEqual([['text', 'tensor']])
    expect(viewsOf(tensorOf([1, 192], wave(192, 0.2)))).toEqual([['tensor', 'scores', 'similarity']])
  })
  it('of an empty output are the tensor alone', () => expect(viewsOf(tensorOf([0, 6], []))).toEqual([['tensor']]))
  it('end with the tensor kind, which fits everything', () => expect(outputKinds.at(-1)?.id).toBe('tensor'))
  it('include only the best one decoded, with automatic options', () => {
    const [group] = groupsOf(named(tensorOf([1, 10], wave(10, 4))))
    expect(group?.shown).toMatchObject({
      candidate: 'scores',
      uses: ['Identity'],
      reason: 'the values look like logits of classes',
      options: { activation: 'softmax', top: 5 },
      interpretation: { view: 'scores', data: { classes: 10, shown: 5 } },
    })
  })
})

describe('groups', () => {
  const scores = { name: 'head/probabilities', value: tensorOf([2, 3], [0.1, 0.2, 0.7, 0.5, 0.3, 0.2]) }
  const names = { name: 'head/Tile', value: stringsOf([2, 3], ['asm', 'bat', 'c', 'asm', 'bat', 'c']) }

  it('join scores and the strings that name their classes, in any order', () => {
    for (const outputs of [
      [scores, names],
      [names, scores],
    ]) {
      const groups = groupsOf(outputs)
      expect(groups.map((group) => group.outputs)).toEqual([['head/probabilities', 'head/Tile']])
      expect(groups[0]?.candidates.map(({ id, uses }) => [id, uses])).toEqual([
        ['scores', ['head/probabilities', 'head/Tile']],
        ['text', ['head/Tile']],
        ['numbers', ['head/probabilities']],
        ['tensor', [outputs[0]?.name]],
        [`tensor ${outputs[1]?.name}`, [outputs[1]?.name]],
      ])
    }
  })
  it('keep strings of another length separate', () => {
    const other = { name: 'words', value: stringsOf([1, 4], ['a', 'b', 'c', 'd']) }
    expect(groupsOf([scores, other]).map((group) => group.outputs)).toEqual([['head/probabilities'], ['words']])
  })
  it('contain each output once: names used by two outputs join the better fit', () => {
    const logits = { name: 'logits', value: tensorOf([2, 3], [-1, 2, 3, 4, 5, -6]) }
    const groups = groupsOf([logits, scores, names])
    expect(groups.map((group) => group.outputs)).toEqual([['head/probabilities', 'head/Tile'], ['logits']])
    expect(groups[1]?.shown).toMatchObject({ candidate: 'scores', uses: ['logits', 'head/Tile'] })
  })
  it('are sorted by fit, then by the order of the model', () => {
    const number = { name: 'age', value: tensorOf([1, 1], [37]) }
    const raw = { name: 'embedding', value: tensorOf([1, 192], wave(192, 0.2)) }
    const second = { name: 'height', value: tensorOf([1, 1], [180]) }
    const order = groupsOf([raw, number, second, scores]).map((group) => group.outputs[0])
    expect(order).toEqual(['head/probabilities', 'age', 'height', 'embedding'])
  })
  it('of a detector do not read boxes as classes', () => {
    const views = viewsOf(
      tensorOf(
        [1, 100],
        wave(100, 0.4).map((x) => 0.5 + x),
      ),
      tensorOf([1, 100, 4], wave(400, 1)),
      tensorOf([1], [100]),
    )
    expect(views).toEqual([['numbers', 'tensor'], ['tensor'], ['tensor']])
  })
})

describe('a reading that uses two outputs', () => {
  const [number, names] = [tensorOf([1, 1], [37]), stringsOf([1, 1], ['age'])]
  const outputs = named(number, names)
  /** Groups and candidates if the outputs can be read together with this fit. */
  const groupsAt = (fit: number) => {
    const match = { fit, reason: 'they belong together', uses: ['Identity', 'Identity_1'], options: [] }
    vi.spyOn(scoresKind, 'match').mockReturnValue([match])
    vi.spyOn(scoresKind, 'decode').mockReturnValue({ view: 'scores', data: {} as never })
    return groupsOf(outputs)
  }
  afterEach(() => {
    vi.restoreAllMocks()
  })

  it('comes first in its group, even if a part fits better by itself', () => {
    const [group, ...others] = groupsAt(0.6)
    expect(others).toEqual([])
    expect(group?.candidates.slice(0, 2).map(({ view, fit }) => [view, fit])).toEqual([
      ['scores', 0.6],
      ['numbers', 0.9],
    ])
  })
  it('makes no group if it fits no better than the raw tensor', () => {
    expect(groupsAt(0.11)).toHaveLength(1)
    expect(groupsAt(0.1)).toHaveLength(2)
  })
})

describe('the order of groups', () => {
  const map = (name: string) => ({ name, value: tensorOf([1, 8, 8, 1], wave(64, 1).map(Math.abs)) })
  const namesOf = (outputs: readonly NamedOutput[]) =>
    groupsOf(outputs).map((group) => `${group.outputs.join()}${group.open ? '' : ', folded'}`)

  it('puts the best fit first, and folds all after the second', () => {
    const softmax = { name: 'dense_2', value: tensorOf([1, 4], [0.1, 0.2, 0.3, 0.4]) }
    expect(namesOf([map('pad'), map('conv'), softmax])).toEqual(['dense_2', 'pad', 'conv, folded'])
  })
  it('puts outputs named as answers before better fits, and folds none of them', () => {
    const detections = { name: 'tower/detections', value: tensorOf([1, 5, 6], wave(30, 9)) }
    const raw = { name: 'raw_detection_boxes', value: tensorOf([1, 5, 4], wave(20, 9)) }
    const outputs = [map('heat'), map('size'), raw, detections]
    expect(namesOf(outputs)).toEqual(['tower/detections', 'heat', 'size, folded', 'raw_detection_boxes, folded'])
  })
})

it('an output may be named like a member of every object', () => {
  const [group] = groupsOf([{ name: 'toString', value: tensorOf([1, 1], [37]) }])
  expect(group?.shown.candidate).toBe('numbers')
})

describe('decoding', () => {
  const outputs = named(tensorOf([1, 3], [0.2, 0.3, 0.5]))
  const context = contextOf(outputs)

  it('reads any candidate with any options', () => {
    const selection = {
      view: 'scores',
      uses: ['Identity'],
      options: { activation: 'sigmoid', top: 1, labels: '' },
    } as const
    expect(decode(selection, outputs, context)).toMatchObject({
      view: 'scores',
      data: { applied: 'sigmoid', shown: 1 },
    })
  })
  it('raises an error for a missing output and for one that does not fit', () => {
    const missing = { view: 'tensor', uses: ['other'], options: {} } as const
    expect(() => decode(missing, outputs, context)).toThrow('The run has no output other.')
    const misfit = { view: 'text', uses: ['Identity'], options: {} } as const
    expect(() => decode(misfit, outputs, context)).toThrow('Output Identity cannot be read as text.')
  })
})
