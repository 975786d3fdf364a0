import { describe, expect, test } from 'vitest'
import type { Shape } from '../base/tensor.ts'
import { codes, memoryFile, numbers, prepareFile, spec, stepOf } from './fixtures/index.ts'
import { imageTarget } from './image/target.ts'
import { fitShape } from './shape.ts'

function fitted(source: readonly number[], target: Shape | null, dims: Record<number, number> = {}) {
  const of = spec(target)
  return fitShape({ source, spec: of, dims, image: imageTarget(of, { dims, grey: false }) })
}

describe('compatible shapes', () => {
  test.each<[string, number[], Shape | null, number[]]>([
    ['equal', [2, 3], [2, 3], [2, 3]],
    ['free dimensions', [5, 3], [null, 3], [5, 3]],
    ['any rank', [2, 3, 4], null, [2, 3, 4]],
    ['a batch dimension added', [28, 28, 1], [null, 28, 28, 1], [1, 28, 28, 1]],
    ['batch and channel added', [28, 28], [null, 28, 28, 1], [1, 28, 28, 1]],
    ['a dimension of one left out', [1, 28, 28, 1], [null, 28, 28], [1, 28, 28]],
    ['a batch without the channel', [7, 28, 28], [null, 28, 28, 1], [7, 28, 28, 1]],
    ['a scalar', [], [null, 1], [1, 1]],
    ['a scalar for a scalar', [1], [], []],
    ['a flat array', [784], [null, 28, 28, 1], [1, 28, 28, 1]],
    ['several samples in a flat array', [1568], [null, 28, 28], [2, 28, 28]],
    ['rows of flat samples', [5, 784], [null, 28, 28, 1], [5, 28, 28, 1]],
    ['one sample flattened', [28, 28], [null, 784], [1, 784]],
    ['several samples flattened', [3, 28, 28], [null, 784], [3, 784]],
    ['a column that is one sample', [8, 1], [null, 8], [1, 8]],
    ['a sequence of free length', [10, 3], [null, null, 3], [1, 10, 3]],
  ])('%s', (_name, source, target, expected) => {
    expect(fitted(source, target)).toMatchObject({ shape: expected, axes: null })
  })

  test('sizes set by the user determine the others', () => {
    expect(fitted([48], [null, null, null, 3], { 1: 4 })?.shape).toEqual([1, 4, 4, 3])
    expect(fitted([48], [null, null, null, 3])).toBeNull()
  })

  test('channels are transposed, not reshaped', () => {
    expect(fitted([3, 224, 224], [null, 224, 224, 3])).toMatchObject({ shape: [1, 224, 224, 3], axes: [1, 2, 0] })
    expect(fitted([2, 3, 8, 9], [null, null, null, 3])).toMatchObject({ shape: [2, 8, 9, 3], axes: [0, 2, 3, 1] })
    expect(fitted([8, 9, 3], [null, 3, 8, 9])).toMatchObject({ shape: [1, 3, 8, 9], axes: [2, 0, 1] })
  })
})

test.each<[string, number[], Shape]>([
  ['another count', [10], [null, 4]],
  ['the same count in other dimensions', [6, 8], [4, 12]],
  ['rows of another width', [16, 4], [null, 8]],
  ['height and width the other way round', [32, 64, 3], [null, 64, 32, 3]],
  ['a fixed batch of another size', [2, 4], [3, 4]],
  ['no elements', [0, 3], [null, 3]],
])('%s does not fit', (_name, source, target) => {
  expect(fitted(source, target)).toBeNull()
})

test('an error states the expected and the found shape', async () => {
  await expect(prepareFile(memoryFile('a.json', '[1,2,3,4,5]'), spec([null, 4]))).rejects.toMatchObject({
    code: 'input-shape',
    message: 'The input "x" expects [?, 4]; a.json has the shape [5], 5 elements.',
    hint: expect.stringContaining('flat'),
  })
})

test('channels first in the file, channels last in the input', async () => {
  const file = memoryFile(
    'a.json',
    JSON.stringify([
      Array.from({ length: 4 }, () => [1, 1, 1, 1]),
      Array.from({ length: 4 }, () => [2, 2, 2, 2]),
      Array.from({ length: 4 }, () => [3, 3, 3, 3]),
    ]),
  )
  const prepared = await prepareFile(file, spec([null, 4, 4, 3]))
  expect(numbers(prepared).slice(0, 6)).toEqual([1, 2, 3, 1, 2, 3])
  const kept = await prepareFile(file, spec([null, 4, 4, 3]), {
    settings: [{ id: 'shape', values: { order: 'row-major' } }],
  })
  expect(numbers(kept).slice(0, 6)).toEqual([1, 1, 1, 1, 1, 1])
  expect(stepOf(kept, 'shape').chosenBy).toBe('person')
})

describe('data types', () => {
  test('int32 truncates fractions like tf.cast, or rounds them', async () => {
    const file = memoryFile('a.json', '[1.7, -1.7, 2]')
    const prepared = await prepareFile(file, spec([3], 'int32'))
    expect(numbers(prepared)).toEqual([1, -1, 2])
    expect(codes(prepared)).toEqual(['fractions-lost'])
    expect(
      numbers(
        await prepareFile(file, spec([3], 'int32'), { settings: [{ id: 'cast', values: { rounding: 'nearest' } }] }),
      ),
    ).toEqual([2, -2, 2])
  })

  test('a value outside int32 is an error', async () => {
    await expect(prepareFile(memoryFile('a.json', '[1, "NaN"]'), spec([2], 'int32'))).rejects.toMatchObject({
      code: 'input-dtype',
      message: expect.stringContaining('Element 1 of a.json is NaN'),
    })
    await expect(prepareFile(memoryFile('a.json', '[3e9]'), spec([1], 'int32'))).rejects.toMatchObject({
      code: 'input-dtype',
    })
  })

  test('booleans', async () => {
    const { tensor } = await prepareFile(memoryFile('a.json', '[0, 2, true, false]'), spec([4], 'bool'))
    expect(tensor).toMatchObject({ dtype: 'bool', data: Uint8Array.of(0, 1, 1, 0) })
  })

  test('text for a numeric input, and numbers for a string input, are errors', async () => {
    await expect(prepareFile(memoryFile('a.json', '["a"]'), spec([1]))).rejects.toMatchObject({
      code: 'input-dtype',
      message: expect.stringContaining('contains text'),
    })
    await expect(prepareFile(memoryFile('a.json', '[1]'), spec([1], 'string'))).rejects.toMatchObject({
      code: 'input-dtype',
      message: expect.stringContaining('expects text'),
    })
  })
})
