import { describe, expect, it } from 'vitest'
import type { NamedTensors, TensorValue } from '../base/tensor.ts'
import { tileStarts } from '../base/tiles.ts'
import type { PreparedTensor } from '../inputs/contract.ts'
import type { Session } from '../runtime/contract.ts'
import { runnerFor } from './tiles.ts'

/** A blur with a kernel of `2 * reach + 1` and a border of zeros, then twice the size: a small convolutional upscaler. */
function upscaled({ shape, data }: TensorValue, reach: number): TensorValue {
  const [, height = 0, width = 0, channels = 0] = shape
  const at = (y: number, x: number, c: number) =>
    y < 0 || x < 0 || y >= height || x >= width ? 0 : (data[(y * width + x) * channels + c] as number)
  const out = new Float32Array(4 * height * width * channels)
  for (let y = 0; y < 2 * height; y++)
    for (let x = 0; x < 2 * width; x++)
      for (let c = 0; c < channels; c++) {
        let sum = 0
        for (let dy = -reach; dy <= reach; dy++)
          for (let dx = -reach; dx <= reach; dx++) sum += at((y >> 1) + dy, (x >> 1) + dx, c)
        out[(y * 2 * width + x) * channels + c] = sum / (2 * reach + 1) ** 2
      }
  return { dtype: 'float32', shape: [1, 2 * height, 2 * width, channels], data: out }
}

const run = (reach: number, shapes: string[] = []) =>
  ({
    run: async ({ x }: NamedTensors) => {
      shapes.push(String(x?.shape))
      return { outputs: [{ name: 'y', value: upscaled(x as TensorValue, reach) }], runMs: 1, readbackMs: 2 }
    },
  }) as unknown as Session

const picture: TensorValue = {
  dtype: 'float32',
  shape: [1, 37, 53, 3],
  data: Float32Array.from({ length: 37 * 53 * 3 }, (_, i) => Math.sin(i * 0.37) + Math.cos(i * 0.011)),
}
const tiled = (side: number, overlap: number) =>
  [
    { input: 'x', tiles: { width: side, height: side, overlap, axes: { height: 1, width: 2 } } },
  ] as unknown as readonly PreparedTensor[]

describe('tiles', () => {
  it('cover a side evenly and overlap at least as asked', () => {
    expect(tileStarts(10, 16, 4)).toEqual([0])
    for (const [length, tile, overlap] of [
      [37, 16, 6],
      [100, 16, 8],
      [17, 16, 4],
      [1000, 128, 32],
    ] as const) {
      const starts = tileStarts(length, tile, overlap)
      expect(starts[0]).toBe(0)
      expect(starts.at(-1)).toBe(length - tile)
      for (const [i, start] of starts.slice(1).entries())
        expect(start).toBeLessThanOrEqual((starts[i] ?? 0) + tile - overlap)
    }
  })
  it('of one size give what the whole picture gives, if the model sees no farther than a quarter of the overlap', async () => {
    const shapes: string[] = []
    const steps: number[] = []
    const session = run(1, shapes)
    const { outputs } = await runnerFor(session, tiled(16, 6), ({ done }) => steps.push(done)).run({ x: picture })
    const whole = upscaled(picture, 1)
    const value = outputs[0]?.value
    expect(value?.shape).toEqual(whole.shape)
    expect(new Set(shapes)).toEqual(new Set(['1,16,16,3']))
    expect(steps).toEqual(Array.from({ length: shapes.length }, (_, i) => i))
    let worst = 0
    for (let i = 0; i < whole.data.length; i++)
      worst = Math.max(worst, Math.abs(Number(value?.data[i]) - Number(whole.data[i])))
    expect(worst).toBeLessThan(1e-5)
  })
  it('are exact for a model without a neighbourhood, whatever the layout', async () => {
    const { outputs } = await runnerFor(run(0), tiled(16, 4), () => undefined).run({ x: picture })
    const whole = upscaled(picture, 0)
    for (let i = 0; i < whole.data.length; i += 7)
      expect(outputs[0]?.value.data[i]).toBeCloseTo(Number(whole.data[i]), 5)
    const planes: TensorValue = {
      dtype: 'float32',
      shape: [1, 2, 20, 30],
      data: Float32Array.from({ length: 1200 }, (_, i) => i),
    }
    const same = {
      run: async ({ x }: NamedTensors) => ({ outputs: [{ name: 'y', value: x }], runMs: 0, readbackMs: 0 }),
    }
    const prepared = [{ input: 'x', tiles: { width: 8, height: 8, overlap: 2, axes: { height: 2, width: 3 } } }]
    const found = await runnerFor(same as unknown as Session, prepared as never, () => undefined).run({ x: planes })
    for (let i = 0; i < 1200; i += 11) expect(found.outputs[0]?.value.data[i]).toBeCloseTo(i, 2)
  })
  it('end between two tiles when cancelled', async () => {
    const controller = new AbortController()
    const work = runnerFor(run(0), tiled(16, 4), ({ done }) => done === 2 && controller.abort()).run(
      { x: picture },
      controller.signal,
    )
    await expect(work).rejects.toMatchObject({ code: 'cancelled' })
  })
  it('are refused for outputs that are no picture', async () => {
    const scores: TensorValue = { dtype: 'float32', shape: [1, 10], data: new Float32Array(10) }
    const session = { run: async () => ({ outputs: [{ name: 'y', value: scores }], runMs: 0, readbackMs: 0 }) }
    const work = runnerFor(session as unknown as Session, tiled(16, 4), () => undefined).run({ x: picture })
    await expect(work).rejects.toMatchObject({ code: 'input-shape' })
  })
})
