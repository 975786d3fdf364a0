import { expect, it } from 'vitest'
import { decodeFirst, named, stringsOf } from '../fixtures.ts'
import { tensor } from './index.ts'

const axesOf = (shape: readonly number[]) => {
  const value = { dtype: 'float32', shape, data: new Float32Array(0) } as const
  return decodeFirst(tensor, named(value)).data.axes
}

it.each([
  [[], null],
  [[5], null],
  [
    [1, 192],
    [0, 1],
  ],
  [
    [1, 172, 264],
    [1, 2],
  ],
  [
    [1, 25, 25, 17],
    [1, 2],
  ],
  [
    [1, 17, 25, 25],
    [2, 3],
  ],
  [
    [1, 1, 17, 3],
    [2, 3],
  ],
  [
    [1, 4, 4, 4, 8],
    [3, 4],
  ],
] as const)('shape %j has the heat map axes %j', (shape, axes) => expect(axesOf(shape)).toEqual(axes))

it('draws no heat map of strings', () => {
  const value = stringsOf([1, 2], ['a', 'b'])
  expect(decodeFirst(tensor, named(value))).toEqual({ view: 'tensor', data: { axes: null } })
})
