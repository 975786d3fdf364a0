import { describe, expect, test } from 'vitest'
import { memoryFile, numbers, prepareFile, spec, stepOf } from '../fixtures/index.ts'
import fixtures from '../fixtures/npy.json' with { type: 'json' }
import { parseNpy } from './parse.ts'

const bytes = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(base64, 'base64'))

describe('arrays saved by NumPy', () => {
  test.each(fixtures.arrays)('$name', ({ base64, shape, values }) => {
    const { tensor } = parseNpy(bytes(base64), 'a.npy')
    expect(tensor.shape).toEqual(shape)
    const expected = values.map((value) => (typeof value === 'boolean' ? Number(value) : value))
    expect(Array.from<number | string>(tensor.data)).toEqual(expected)
  })

  test.each(Object.entries(fixtures.refused))('%s is rejected', (_name, base64) => {
    expect(() => parseNpy(bytes(base64), 'a.npy')).toThrow(expect.objectContaining({ code: 'input-dtype' }))
  })

  test('the error for a truncated file states its size', () => {
    const whole = bytes(fixtures.arrays.find(({ name }) => name === 'float64')?.base64 ?? '')
    expect(() => parseNpy(whole.subarray(0, whole.length - 8), 'a.npy')).toThrow(
      /states 96 bytes of values, but there are 88/,
    )
    expect(() => parseNpy(whole.subarray(0, 40), 'a.npy')).toThrow(/header is truncated/)
  })
})

describe('hostile headers', () => {
  const npy = (header: string) => {
    const bytes = new Uint8Array(12 + header.length)
    bytes.set([0x93, ...new TextEncoder().encode('NUMPY'), 2, 0])
    new DataView(bytes.buffer).setUint32(8, header.length, true)
    bytes.set(new TextEncoder().encode(header), 12)
    return bytes
  }
  const array = (shape: string, descr = '<f4') => `{'descr': '${descr}', 'fortran_order': True, 'shape': (${shape}), }`

  test.each([
    ['megabytes', "'shape':(".repeat(300_000), /its header has 2\s700\s000 bytes/],
    ['many openings', "'shape':(".repeat(7000), /its header lacks descr/],
    ['many dimensions', array('1,'.repeat(30_000)), /it has 30000 dimensions/],
    ['sizes whose product is not finite', array(`${`${2 ** 53 - 1},`.repeat(30)}0`), /its header states NaN bytes/],
    ['values without bytes', array('1000000000,', '<U0'), /the type <U0, which has no bytes/],
  ])('%s', (_what, header, message) => {
    expect(() => parseNpy(npy(header), 'a.npy')).toThrow(
      expect.objectContaining({ code: 'input-unreadable', message: expect.stringMatching(message) }),
    )
  })
})

describe('archives saved by NumPy', () => {
  test.each(Object.entries(fixtures.archives))('%s', async (_name, base64) => {
    const file = memoryFile('arrays.npz', bytes(base64))
    const own = await prepareFile(file, spec([null, 3]))
    expect(numbers(own)).toEqual([7, 8, 9])
    expect(stepOf(own, 'read').reason).toBe("it has the input's name")
    expect(stepOf(own, 'read').fields).toMatchObject([
      { id: 'member', value: 'x', options: [{ id: 'first' }, { id: 'x' }] },
    ])
    const chosen = await prepareFile(file, spec([null, 3]), { settings: [{ id: 'read', values: { member: 'first' } }] })
    expect(chosen.tensor).toMatchObject({ dtype: 'float32', shape: [2, 3] })
    expect(stepOf(chosen, 'read')).toMatchObject({ chosenBy: 'person', summary: 'first, float32 [2, 3]' })
  })

  test('the error for a damaged archive names it', async () => {
    const file = memoryFile('arrays.npz', bytes(fixtures.archives.savez).subarray(0, 300))
    await expect(prepareFile(file, spec([null, 3]))).rejects.toMatchObject({ code: 'archive-invalid' })
  })
})

test('integers convert to int32 only if they are in range', async () => {
  const wide = fixtures.arrays.find(({ name }) => name === 'uint32 beyond int32')?.base64 ?? ''
  const file = memoryFile('a.npy', bytes(wide))
  expect(numbers(await prepareFile(file, spec([2])), 0)).toEqual([4294967296, 1])
  await expect(prepareFile(file, spec([2], 'int32'))).rejects.toMatchObject({
    code: 'input-dtype',
    message: expect.stringContaining('Element 0 of a.npy'),
  })
})

test('the error for an empty array says so', async () => {
  const empty = fixtures.arrays.find(({ name }) => name === 'empty')?.base64 ?? ''
  await expect(prepareFile(memoryFile('a.npy', bytes(empty)), spec([null, 3]))).rejects.toMatchObject({
    code: 'input-shape',
    message: expect.stringContaining('[0, 3] and no elements'),
  })
})
