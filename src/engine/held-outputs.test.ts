import { describe, expect, it } from 'vitest'
import { noMetadata } from '../base/model.ts'
import type { NamedOutput, ReadContext } from '../outputs/index.ts'
import { createHeldOutputs } from './held-outputs.ts'

const context: ReadContext = { metadata: noMetadata, inputs: [], outputs: [] }
const floats = (...data: number[]): NamedOutput[] => [
  { name: 'x', value: { dtype: 'float32', shape: [1, data.length], data: Float32Array.from(data) } },
]
const best = { view: 'scores', uses: ['x'], options: { activation: 'none', top: 1, labels: '' } } as const

describe('held outputs', () => {
  it('are copies, because the originals may be transferred', async () => {
    const held = createHeldOutputs()
    const outputs = floats(1, 3, 2)
    const run = held.keep(outputs, context)
    structuredClone(outputs, { transfer: outputs.map(({ value }) => (value.data as Float32Array<ArrayBuffer>).buffer) })
    expect(outputs[0]?.value.data).toHaveLength(0)
    expect(await held.read({ run, ...best })).toMatchObject({
      data: { indices: Int32Array.of(1), values: Float64Array.of(3) },
    })
  })
  it('of older runs are dropped above the limit; the latest run stays, whatever its size', async () => {
    const held = createHeldOutputs(24)
    const first = held.keep(floats(1, 2), context)
    const second = held.keep(floats(1, 2), context)
    const third = held.keep(floats(1, 2), context)
    for (const run of [first, second, third]) await held.read({ run, ...best })
    const large = held.keep(floats(1, 2, 3, 4, 5, 6, 7, 8), context)
    for (const run of [first, second, third]) {
      await expect(held.read({ run, ...best })).rejects.toMatchObject({ code: 'outputs-not-held' })
    }
    await held.read({ run: large, ...best })
  })
  it('above the limit stay until trimmed', async () => {
    const held = createHeldOutputs(24)
    const small = held.keep(floats(1, 2), context)
    held.trim()
    await held.read({ run: small, ...best })
    const large = held.keep(floats(1, 2, 3, 4, 5, 6, 7, 8), context)
    held.trim()
    await expect(held.read({ run: large, ...best })).rejects.toThrow()
  })
  it('include strings in their size', async () => {
    const held = createHeldOutputs(20)
    const words: NamedOutput[] = [{ name: 'x', value: { dtype: 'string', shape: [1], data: ['ten letters'] } }]
    const first = held.keep(words, context)
    held.keep(words, context)
    await expect(held.read({ run: first, view: 'text', uses: ['x'], options: {} })).rejects.toThrow(
      /no longer in memory/,
    )
  })
})
