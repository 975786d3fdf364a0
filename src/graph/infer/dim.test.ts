import { expect, test } from 'vitest'
import { ceilDivide, divide, floorDivide, multiply, plus } from './dim.ts'

test('numbers are computed', () => {
  expect(multiply([2, 3, 7])).toBe(42)
  expect(divide(42, 7)).toBe(6)
  expect(divide(42, 4)).toBeNull()
  expect(plus(3, -5)).toBe(-2)
  expect(floorDivide(7, 2)).toBe(3)
  expect(ceilDivide(7, 2)).toBe(4)
})

test('equal formulas over symbols have equal names, in any order of construction', () => {
  expect(multiply(['x[0]', 7, 'x[1]', 2])).toBe(multiply([14, 'x[1]', 'x[0]']))
  expect(multiply([multiply(['x[0]', 3]) ?? '', 2])).toBe(multiply(['x[0]', 6]))
  expect(plus(plus('x[1]', 3) ?? '', -3)).toBe('x[1]')
  expect(plus(plus('x[1]', 3) ?? '', 2)).toBe(plus('x[1]', 5))
})

test('a division succeeds if it is exact', () => {
  const product = multiply(['x[0]', 49, 64]) ?? ''
  expect(divide(product, 49)).toBe(multiply(['x[0]', 64]))
  expect(divide(product, 3136)).toBe('x[0]')
  expect(divide(product, 'x[0]')).toBe(3136)
  expect(divide(product, 5)).toBeNull()
  expect(divide('x[0]', 'x[1]')).toBeNull()
})

test('a product with zero is zero, and 0 / 0 is unknown', () => {
  expect(multiply([0, 'x[0]'])).toBe(0)
  expect(divide(0, 0)).toBeNull()
})

test('formulas stop growing', () => {
  let dim: ReturnType<typeof plus> = 'input[1]'
  for (let i = 0; i < 100 && dim !== null; i++) dim = floorDivide(dim, 2)
  expect(dim).toBeNull()
})
