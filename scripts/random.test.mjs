import { expect, test } from 'vitest'
import { sample } from './random.mjs'

const items = Array.from({ length: 100 }, (_, i) => i)

test('a sample has the requested number of items, in order, and is the same for the same seed', () => {
  const some = sample(items, 10, 1)
  expect(some).toHaveLength(10)
  expect(some).toEqual([...some].sort((a, b) => a - b))
  expect(sample(items, 10, 1)).toEqual(some)
  expect(sample(items, 10, 2)).not.toEqual(some)
})

test('a sample of at least all items is all of them', () => {
  expect(sample(items, 100, 1)).toEqual(items)
  expect(sample(items, Number.POSITIVE_INFINITY, 1)).toEqual(items)
  expect(sample([], 3, 1)).toEqual([])
})
