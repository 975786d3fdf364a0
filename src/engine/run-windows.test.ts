import { describe, expect, it } from 'vitest'
import type { TensorValue } from '../base/tensor.ts'
import type { Prepared } from '../inputs/contract.ts'
import type { Session } from '../runtime/contract.ts'
import { runAllParts, runsOf } from './run-windows.ts'

const tensor = (shape: readonly number[], from = 0): TensorValue => ({
  dtype: 'float32',
  shape,
  data: Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => from + i),
})
const prepared = (value: TensorValue, runShape: readonly number[] | null, input = 'x') =>
  ({ tensor: value, runShape, input }) as unknown as Prepared

/** A model that returns what `of` makes of each input `x`. */
function session(of: (x: TensorValue) => TensorValue, seen: TensorValue[] = []) {
  return {
    run: async (inputs: Readonly<Record<string, TensorValue>>) => {
      const x = inputs.x as TensorValue
      seen.push(x)
      return { outputs: [{ name: 'y', value: of(x) }], runMs: 1, readbackMs: 2 }
    },
  } as unknown as Session
}
const context = (signal = new AbortController().signal) => ({ signal, onProgress: () => undefined })

describe('the windows of a sound', () => {
  it('run in parts, and their outputs become one', async () => {
    const seen: TensorValue[] = []
    const runs = runsOf([prepared(tensor([5, 2]), [2, 2]), prepared(tensor([3], 100), null, 'z')])
    const output = await runAllParts(
      session((x) => x, seen),
      runs,
      context(),
    )
    expect(seen.map(({ shape }) => shape)).toEqual([
      [2, 2],
      [2, 2],
      [1, 2],
    ])
    expect(output).toEqual({ outputs: [{ name: 'y', value: tensor([5, 2]) }], runMs: 3, readbackMs: 6 })
    expect(runs.inputs[2]?.z).toEqual(tensor([3], 100))
  })

  it('without a batch dimension are put side by side', async () => {
    const runs = runsOf([prepared(tensor([3, 4]), [4])])
    const rows = await runAllParts(
      session((x) => ({ ...x, shape: [4] })),
      runs,
      context(),
    )
    expect(rows.outputs[0]?.value.shape).toEqual([3, 4])
    const joined = await runAllParts(
      session((x) => ({ ...x, shape: [1, 4] })),
      runs,
      context(),
    )
    expect(joined.outputs[0]?.value.shape).toEqual([3, 4])
  })

  it('run at once if they fit', () => {
    const value = tensor([3, 4])
    expect(runsOf([prepared(value, [3, 4])])).toEqual({ inputs: [{ x: value }], isBatchless: false })
    expect(runsOf([prepared(value, null)])).toEqual({ inputs: [{ x: value }], isBatchless: false })
  })

  it('whose outputs differ in shape are an error', async () => {
    let calls = 0
    const runs = runsOf([prepared(tensor([2, 4]), [1, 4])])
    const failing = runAllParts(
      session(() => tensor([1, ++calls])),
      runs,
      context(),
    )
    await expect(failing).rejects.toMatchObject({
      code: 'run-failed',
      message: expect.stringContaining('[1, 1] and [1, 2]'),
    })
  })

  it('stop between two parts', async () => {
    const controller = new AbortController()
    const runs = runsOf([prepared(tensor([2, 4]), [1, 4])])
    const aborting = session((x) => {
      controller.abort()
      return x
    })
    await expect(runAllParts(aborting, runs, context(controller.signal))).rejects.toMatchObject({ code: 'cancelled' })
  })
})
