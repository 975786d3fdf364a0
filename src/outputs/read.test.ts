import { describe, expect, it } from 'vitest'
import { noMetadata } from '../base/model.ts'
import type { TensorValue } from '../base/tensor.ts'
import { stringsOf, tensorOf, wave } from './fixtures.ts'
import { outputKinds, read } from './index.ts'

const viewsOf = (...values: TensorValue[]) =>
  read(
    values.map((value, i) => ({ name: `Identity_${i}`, value })),
    noMetadata,
  ).map((readings) => readings.map(({ view }) => view))

describe('read', () => {
  it('puts the reading that fits best first', () => {
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
    expect(viewsOf(tensorOf([1, 192], wave(192, 0.2)))).toEqual([['tensor', 'scores']])
  })
  it('reads the eight outputs of a detector without taking boxes for classes', () => {
    const views = viewsOf(
      tensorOf(
        [1, 100],
        wave(100, 0.4).map((x) => 0.5 + x),
      ),
      tensorOf([1, 100, 4], wave(400, 1)),
      tensorOf([1], [100]),
    )
    expect(views).toEqual([['tensor'], ['tensor'], ['numbers', 'tensor']])
  })
  it('copes with an empty output', () => expect(viewsOf(tensorOf([0, 6], []))).toEqual([['tensor']]))
  it('has a tensor kind that fits everything', () => expect(outputKinds.at(-1)?.id).toBe('tensor'))
})
