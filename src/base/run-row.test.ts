import { describe, expect, it } from 'vitest'
import { traceOf } from './run-row.ts'
import type { TensorData, TensorValue } from './tensor.ts'

const value = (data: TensorData): TensorValue => ({
  dtype: Array.isArray(data) ? 'string' : 'float32',
  shape: [data.length],
  data,
})
const floats = (...numbers: readonly number[]) => value(new Float32Array(numbers))

describe('the trace of an output', () => {
  it('is the same for the same elements', () => {
    expect(traceOf(floats(1, 2, 3))).toBe(traceOf(floats(1, 2, 3)))
    expect(traceOf(value(['a', 'b']))).toBe(traceOf(value(['a', 'b'])))
  })

  it('differs for outputs with equal statistics', () => {
    expect(traceOf(floats(1, 0, 0))).not.toBeCloseTo(traceOf(floats(0, 1, 0)), 3)
    expect(traceOf(value(['a', 'b']))).not.toBeCloseTo(traceOf(value(['b', 'a'])), 3)
  })

  it('changes by no more than the rounding', () => {
    const many = Float32Array.from({ length: 10_000 }, (_, i) => Math.sin(i))
    const rounded = many.map((x) => x * (1 + 1e-7))
    expect(Math.abs(traceOf(value(rounded)) - traceOf(value(many)))).toBeLessThan(1e-6)
  })

  it('is 0 without elements and NaN with a NaN', () => {
    expect(traceOf(floats())).toBe(0)
    expect(traceOf(floats(1, Number.NaN))).toBeNaN()
  })
})
