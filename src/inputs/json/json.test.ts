import { describe, expect, test } from 'vitest'
import { memoryFile, numbers, prepareFile, spec, stepOf } from '../fixtures/index.ts'

const json = (value: unknown) => memoryFile('input.json', typeof value === 'string' ? value : JSON.stringify(value))

describe('valid JSON files', () => {
  const wanted = [1, 2, 3, 4]
  test.each([
    ['nested arrays', [[[1, 2, 3, 4]]]],
    ['a flat array', [1, 2, 3, 4]],
    ['an object by the name of the input', { other: [9], x: [1, 2, 3, 4] }],
    ['shape and data', { shape: [1, 4], data: [1, 2, 3, 4], dtype: 'float32' }],
    ['shape and values', { shape: [4], values: [1, 2, 3, 4] }],
    ['a typed array as JSON writes it', { shape: [1, 4], data: { 0: 1, 1: 2, 2: 3, 3: 4 } }],
    ['rows', [{ a: 1, b: 2, c: 3, d: 4 }]],
    ['one row', { a: 1, b: 2, c: 3, d: 4 }],
    ['columns', { a: [1], b: [2], c: [3], d: [4] }],
    ['pandas, orient="split"', { columns: ['a', 'b', 'c', 'd'], index: [7], data: [[1, 2, 3, 4]] }],
    ['pandas, orient="columns"', { a: { 7: 1 }, b: { 7: 2 }, c: { 7: 3 }, d: { 7: 4 } }],
    ['pandas, orient="index"', { 7: { a: 1, b: 2, c: 3, d: 4 } }],
    [
      'pandas, orient="table"',
      {
        schema: { fields: [{ name: 'index', type: 'integer' }], primaryKey: ['index'], pandas_version: '1.4.0' },
        data: [{ index: 7, a: 1, b: 2, c: 3, d: 4 }],
      },
    ],
    ['one array under any name', { instances: [[1, 2, 3, 4]] }],
    [
      'a saved result of this app',
      { schema: 'result', inputs: [], outputs: [{ name: 'y', dtype: 'float32', shape: [1, 4], values: [1, 2, 3, 4] }] },
    ],
  ])('%s', async (_name, value) => {
    const prepared = await prepareFile(json(value), spec([null, 4]))
    expect(numbers(prepared)).toEqual(wanted)
    expect(prepared.tensor.shape).toEqual([1, 4])
  })

  test('JSON Lines, of records and of lists', async () => {
    for (const line of ['{"a": 1, "b": 2}\n{"b": 4, "a": 3}\n', '[1, 2]\r\n[3, 4]']) {
      const prepared = await prepareFile(json(line), spec([null, 2]))
      expect(numbers(prepared)).toEqual([1, 2, 3, 4])
    }
  })

  test('several rows of pandas, by number or by name', async () => {
    const rows = { x: { r1: 1, r2: 3 }, y: { r1: 2, r2: 4 } }
    expect(numbers(await prepareFile(json(rows), spec([null, 2])))).toEqual([1, 2, 3, 4])
    const unnamed = { 0: { 0: 1, 1: 3 }, 1: { 0: 2, 1: 4 } }
    expect(numbers(await prepareFile(json(unnamed), spec([null, 2])))).toEqual([1, 2, 3, 4])
  })

  test('NaN and infinities as strings, null and booleans', async () => {
    const { tensor } = await prepareFile(json(['NaN', '-Infinity', null, true]), spec([4]))
    expect(Array.from(tensor.data as Float32Array)).toEqual([Number.NaN, Number.NEGATIVE_INFINITY, Number.NaN, 1])
  })

  test('strings for a string input', async () => {
    expect((await prepareFile(json(['a', 'b']), spec([null], 'string'))).tensor).toMatchObject({
      shape: [2],
      data: ['a', 'b'],
    })
  })

  test('with several arrays, the user chooses', async () => {
    const file = json({ images: [[1, 2]], labels: [3, 4] })
    const prepared = await prepareFile(file, spec([null, 2]))
    expect(numbers(prepared)).toEqual([1, 2])
    expect(stepOf(prepared, 'read').reason).toBe("the first one; none has the input's name")
    expect(
      numbers(await prepareFile(file, spec([null, 2]), { settings: [{ id: 'read', values: { member: 'labels' } }] })),
    ).toEqual([3, 4])
  })
})

describe('invalid JSON files', () => {
  test.each([
    ['uneven arrays', [[1, 2], [3]], 'input-unreadable', /differ in length or depth at level 2/],
    ['mixed depth', [1, [2]], 'input-unreadable', /level 2/],
    [
      'a shape that does not fit its values',
      { shape: [3], data: [1, 2] },
      'input-unreadable',
      /states the shape \[3\], 3 elements, but has 2/,
    ],
    ['objects among numbers', [1, { a: 1 }], 'input-unreadable', /holds \{"a":1\} among its numbers/],
    ['nothing at all', {}, 'input-unreadable', /contains no array/],
    ['a very deep nesting', '['.repeat(50) + ']'.repeat(50), 'input-unreadable', /more than 8 levels deep/],
    ['no JSON', '[1, 2', 'json-invalid', /cut off/],
  ])('%s', async (_name, value, code, message) => {
    await expect(prepareFile(json(value), spec([null, 4]))).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
    })
  })

  test('__proto__ is a valid name', async () => {
    const file = json('{"__proto__": {"x": [1, 2, 3, 4]}, "y": [5, 6, 7, 8]}')
    expect(numbers(await prepareFile(file, spec([null, 4])))).toEqual([5, 6, 7, 8])
    expect(({} as Record<string, unknown>).x).toBeUndefined()
  })
})
