import { describe, expect, test } from 'vitest'
import { noMetadata } from '../base/model.ts'
import type { Fill, InputSource } from '../base/plan.ts'
import type { DType, Shape } from '../base/tensor.ts'
import { codes, spec } from './fixtures/index.ts'
import { prepare } from './prepare.ts'

function prepared(
  source: InputSource,
  shape: Shape | null,
  dtype: DType = 'float32',
  dims: Record<number, number> = {},
) {
  const file = () => {
    throw new Error('no file is asked for')
  }
  const of = spec(shape, dtype)
  return prepare({ input: 'x', source, dims, settings: [] }, { spec: of, metadata: noMetadata, file })
}

const fill = (kind: Fill, seed = 1): InputSource => ({ kind: 'fill', fill: kind, seed })

describe('fills', () => {
  test('zeros and ones', async () => {
    expect((await prepared(fill('zeros'), [null, 3])).tensor).toEqual({
      dtype: 'float32',
      shape: [1, 3],
      data: new Float32Array(3),
    })
    expect((await prepared(fill('ones'), [2], 'int32')).tensor.data).toEqual(Int32Array.of(1, 1))
  })

  test('the ramp is (i mod 256) / 255, for int32 i mod 256', async () => {
    const { tensor } = await prepared(fill('ramp'), [300])
    expect(
      Array.from(tensor.data as Float32Array).map((value, i) => value === Math.fround((i % 256) / 255)),
    ).not.toContain(false)
    const whole = (await prepared(fill('ramp'), [300], 'int32')).tensor.data
    expect([whole[255], whole[256], whole[299]]).toEqual([255, 0, 43])
    expect((await prepared(fill('ramp'), [3], 'bool')).tensor.data).toEqual(Uint8Array.of(0, 1, 0))
    expect((await prepared(fill('ramp'), [2], 'string')).tensor.data).toEqual(['0', '1'])
  })

  test('random is uniform and reproducible from the seed', async () => {
    const one = await prepared(fill('random', 7), [10_000])
    const again = await prepared(fill('random', 7), [10_000])
    const other = await prepared(fill('random', 8), [10_000])
    expect(one.tensor.data).toEqual(again.tensor.data)
    expect(one.tensor.data).not.toEqual(other.tensor.data)
    const { min, max, mean } = one.description.stats
    expect([min >= 0, max < 1, Math.abs(mean - 0.5) < 0.02]).toEqual([true, true, true])
    const whole = (await prepared(fill('random'), [10_000], 'int32')).description.stats
    expect([whole.min, whole.max]).toEqual([0, 255])
  })

  test("free dimensions: the user's size, else 128 for sides of pictures, else 1", async () => {
    const set = await prepared(fill('ramp'), [null, null, null, 3], 'float32', { 1: 16, 2: 24 })
    expect(set.tensor.shape).toEqual([1, 16, 24, 3])
    expect(codes(set)).toEqual([])
    const free = await prepared(fill('ramp'), [null, null, null, 3])
    expect(free.tensor.shape).toEqual([1, 128, 128, 3])
    expect(codes(free)).toEqual(['size-guessed'])
    expect((await prepared(fill('ramp'), [null, null, 5])).tensor.shape).toEqual([1, 1, 5])
  })

  test('the plan has one step', async () => {
    const { description } = await prepared(fill('random', 3), [null, 2])
    expect(description.plan).toMatchObject([
      { id: 'fill', summary: 'random, seed 3, float32 [1, 2]', values: { fill: 'random', seed: 3 } },
    ])
    expect(description.head).toHaveLength(2)
  })

  test('an excessive size is rejected', async () => {
    await expect(prepared(fill('zeros'), [null, null], 'float32', { 0: 100_000, 1: 100_000 })).rejects.toMatchObject({
      code: 'input-shape',
    })
  })
})

describe('typed text', () => {
  const text = (value: string): InputSource => ({ kind: 'text', text: value })

  test.each([
    ['1, 2, 3, 4', [1, 4]],
    ['1 2 3 4', [1, 4]],
    ['1\n2\n3\n4\n', [1, 4]],
    ['1,2,3,4\n5,6,7,8', [2, 4]],
    ['[1, 2, 3, 4]', [1, 4]],
  ])('numbers: %j', async (value, shape) => {
    expect((await prepared(text(value), [null, 4])).tensor.shape).toEqual(shape)
  })

  test('a typed string is unchanged', async () => {
    const { tensor, description } = await prepared(text('def f():\n  return 1\n'), [null], 'string')
    expect(tensor).toEqual({ dtype: 'string', shape: [1], data: ['def f():\n  return 1\n'] })
    expect(description.head).toEqual(tensor.data)
  })

  test('words for a numeric input are an error that quotes them', async () => {
    await expect(prepared(text('hello world'), [null, 4])).rejects.toMatchObject({
      code: 'input-dtype',
      message: expect.stringContaining('("hello")'),
    })
    await expect(prepared(text('  '), [null, 4])).rejects.toMatchObject({ code: 'input-shape' })
  })
})
