import { describe, expect, it } from 'vitest'
import { noMetadata } from '../base/model.ts'
import { prepare } from './prepare.ts'

const spec = { name: 'r1i', dtype: 'float32', shape: [null, null, null, 16] } as const
const binding = (dims: Readonly<Record<number, number>>) => ({
  input: 'r1i',
  source: { kind: 'state', output: 'r1o', since: 1 } as const,
  dims,
  settings: [],
})
const context = { spec, metadata: noMetadata, file: () => Promise.reject(new Error('there is no file')) }

describe('a state', () => {
  it('is zeros before the first run, with free dimensions of 1 unless the person set them', async () => {
    const { tensor } = await prepare(binding({}), context)
    expect(tensor).toEqual({ dtype: 'float32', shape: [1, 1, 1, 16], data: new Float32Array(16) })
    expect((await prepare(binding({ 1: 2 }), context)).tensor.shape).toEqual([1, 2, 1, 16])
  })

  it('is a scalar where any rank will do', async () => {
    const { tensor } = await prepare(binding({}), { ...context, spec: { ...spec, shape: null } })
    expect(tensor).toEqual({ dtype: 'float32', shape: [], data: Float32Array.of(0) })
  })

  it('is then the value of the last run', async () => {
    const state = { dtype: 'float32', shape: [1, 4, 4, 16], data: new Float32Array(256).fill(3) } as const
    const { tensor, description } = await prepare(binding({}), { ...context, state })
    expect(tensor).toBe(state)
    expect(description.plan[0]?.summary).toBe('from the last run, float32 [1, 4, 4, 16]')
  })
})
