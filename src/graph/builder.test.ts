import { expect, it } from 'vitest'
import { GraphBuilder } from './builder.ts'

it('makes thousands of similar names without searching all previous ones', () => {
  const b = new GraphBuilder()
  const last = Array.from({ length: 50_000 }, () => b.int(1, 'axis')).at(-1)
  expect(last).toBe('axis_49999:0')
})
