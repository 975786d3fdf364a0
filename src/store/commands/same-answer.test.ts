import { describe, expect, it } from 'vitest'
import { type RunRow, traceOf } from '../../base/run-row.ts'
import { statsOf, type TensorValue } from '../../base/tensor.ts'
import type { RunEntry } from '../state.ts'
import { sameAnswer } from './same-answer.ts'

function entry(run: number, input: number, output: readonly number[]): RunEntry {
  const value: TensorValue = { dtype: 'float32', shape: [1, output.length], data: new Float32Array(output) }
  const fed: TensorValue = { dtype: 'float32', shape: [1], data: new Float32Array([input]) }
  const stats = statsOf(value)
  const largest = Math.max(Math.abs(stats.min), Math.abs(stats.max))
  const outputs = [{ name: 'y', cells: [], largest, trace: traceOf(value) }]
  const row: RunRow = { headline: null, backend: 'cpu', ms: 1, endToEnd: 1, inputs: [statsOf(fed)], outputs }
  return { run, inputSet: run, label: '', phase: 'done', row, result: null, error: null, key: '' }
}

describe('the same-answer warning', () => {
  it('appears if different inputs give the same output', () => {
    expect(sameAnswer([entry(1, 0.1, [0.2, 0.8]), entry(2, 0.9, [0.2, 0.8])])).toContain('All 2 inputs')
  })

  it('does not appear for one run, different outputs or the same input run twice', () => {
    expect(sameAnswer([entry(1, 0.1, [0.2, 0.8])])).toBeNull()
    expect(sameAnswer([entry(1, 0.1, [0.2, 0.8]), entry(2, 0.9, [0.7, 0.3])])).toBeNull()
    expect(sameAnswer([entry(1, 0.1, [0.2, 0.8]), entry(2, 0.1, [0.2, 0.8])])).toBeNull()
  })
})
