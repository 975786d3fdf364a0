import { expect, it } from 'vitest'
import { GraphBuilder } from '../../../graph/builder.ts'
import { plainBrowser, plainRungs, request, wasmPaths } from '../../fixtures/runtime.ts'
import { createRuntime } from '../../index.ts'

const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: plainRungs })

/** Three boxes side by side, and one that shares half of its area with the first: an overlap of 1/3. */
const corners = [0, 0, 1, 1, 0, 0.5, 1, 1.5, 3, 3, 4, 4, 6, 6, 5, 5]
const scores = [0.5, 0.75, 0.25, 0.125]

/** Outputs of an op with these limits: most, overlap, score, sigma. */
async function suppressed(op: string, limits: readonly number[], outputs: number, padded: boolean) {
  const b = new GraphBuilder()
  const [most = 0, ...thresholds] = limits
  const inputs = [b.input('boxes', 'float32', [4, 4]), b.input('scores', 'float32', [4]), b.int(most)]
  const made = b.ops(op, [...inputs, ...thresholds.map((value) => b.scalar(value))], {
    pad_to_max_output_size: { b: padded },
  })
  for (const [i, value] of made.slice(0, outputs).entries()) b.output(`y${i}`, value)
  const { session } = await runtime.start(b.build(), request('cpu'))
  const given = (shape: readonly number[], data: readonly number[]) =>
    ({ dtype: 'float32', shape, data: Float32Array.from(data) }) as const
  const found = await session.run({ boxes: given([4, 4], corners), scores: given([4], scores) })
  session.dispose()
  return found.outputs.map(({ value }) => Array.from(value.data as Float32Array))
}

it('drops boxes whose overlap is above the threshold, not those that meet it', async () => {
  expect(await suppressed('NonMaxSuppressionV2', [4, 0.3], 1, false)).toEqual([[1, 2, 3]])
  expect(await suppressed('NonMaxSuppressionV2', [4, 1 / 3], 1, false)).toEqual([[1, 0, 2, 3]])
  expect(await suppressed('NonMaxSuppressionV2', [4, 0], 1, false)).toEqual([[1, 2, 3]])
  expect(await suppressed('NonMaxSuppressionV3', [4, 0, 0.2], 1, false)).toEqual([[1, 2]])
})

it('pads to the largest number of boxes, also beyond the number of boxes', async () => {
  expect(await suppressed('NonMaxSuppressionV4', [6, 0.3, 0], 2, true)).toEqual([[1, 2, 3, 0, 0, 0], [3]])
  expect(await suppressed('NonMaxSuppressionV4', [2, 0.3, 0], 2, true)).toEqual([[1, 2], [2]])
})

it('lowers the scores of overlapping boxes, and counts the kept ones', async () => {
  const [boxes, kept, valid] = await suppressed('NonMaxSuppressionV5', [3, 1, 0, 0.5], 3, false)
  expect(boxes).toEqual([1, 0, 2])
  expect(valid).toEqual([3])
  const soft = 0.5 * Math.exp(-1 / 9)
  for (const [i, score] of [0.75, soft, 0.25].entries()) expect(kept?.[i]).toBeCloseTo(score, 6)
})
