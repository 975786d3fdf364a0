import { expect, test } from 'vitest'
import { parseEquation } from './einsum.ts'

test('an ellipsis is expanded, aligned to the right', () => {
  expect(parseEquation('...ab,bc->...ac', [4, 2])).toEqual({
    inputs: [
      ['.0', '.1', 'a', 'b'],
      ['b', 'c'],
    ],
    output: ['.0', '.1', 'a', 'c'],
  })
  expect(parseEquation('...a,...a->...', [3, 2])).toEqual({
    inputs: [
      ['.0', '.1', 'a'],
      ['.1', 'a'],
    ],
    output: ['.0', '.1'],
  })
})

test('without an arrow, labels that occur once remain in alphabetical order', () => {
  expect(parseEquation('ba,bc', [2, 2])?.output).toEqual(['a', 'c'])
})

test('an equation of another rank is rejected', () => {
  expect(parseEquation('ab,bc->ac', [3, 2])).toBeNull()
  expect(parseEquation('ab->a', [2, 2])).toBeNull()
})
