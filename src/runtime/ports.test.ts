import { describe, expect, it } from 'vitest'
import type { ModelSummary } from '../base/model.ts'
import type { TensorSpec } from '../base/tensor.ts'
import { joinPorts, type RawPort } from './ports.ts'

const stated = (name: string, shape: TensorSpec['shape']): TensorSpec => ({ name, dtype: 'float32', shape })
const raw = (key: string, name: string, shape: RawPort['shape']): RawPort => ({
  key,
  name,
  aliases: [],
  dtype: 'float32',
  shape,
})
const summary = (outputs: readonly TensorSpec[]) =>
  ({ signatures: [{ name: 'default', inputs: [], outputs }] }) as unknown as ModelSummary

describe('joinPorts', () => {
  it('takes a shape that the file does not state from the executor, and joins by name whatever the order', () => {
    const { outputs } = joinPorts(
      summary([stated('a', null), stated('b', [1, 2])]),
      [],
      [raw('0', 'b', [null, 2]), raw('1', 'a', [null, 10])],
    )
    expect(outputs).toEqual([
      { key: '1', spec: stated('a', [null, 10]) },
      { key: '0', spec: stated('b', [1, 2]) },
    ])
  })

  it('leaves a rank that nobody knows unknown', () => {
    const { outputs } = joinPorts(summary([stated('a', null)]), [], [raw('0', 'a', null)])
    expect(outputs[0]?.spec.shape).toBeNull()
  })
})
