import { tmpdir } from 'node:os'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { count, flag, names, oneOf, readArguments, someOf } from './options.mjs'

const options = {
  backend: someOf(['wasm', 'cpu'], ['wasm']),
  precision: oneOf(['float32', 'float16']),
  only: names,
  page: count(0),
  sample: count(null),
  raw: flag,
}
const read = (/** @type {readonly string[]} */ ...args) => readArguments('how to use it', options, args)

describe('arguments', () => {
  /** @type {string[]} */
  let printed = []

  beforeEach(() => {
    printed = []
    vi.spyOn(process, 'exit').mockImplementation((code) => {
      throw new Error(`exit ${code}`)
    })
    for (const to of /** @type {const} */ (['log', 'error']))
      vi.spyOn(console, to).mockImplementation((text) => {
        printed.push(text)
      })
  })

  afterEach(() => vi.restoreAllMocks())

  test('have defaults', async () => {
    const usual = { backend: ['wasm'], precision: 'float32', only: null, page: 0, sample: Infinity, raw: false }
    expect(await read(tmpdir())).toEqual({ folder: tmpdir(), ...usual })
  })

  test('are read', async () => {
    const given = await read(tmpdir(), '--backend=cpu,wasm', '--only', 'a,b', '--page', '7', '--raw', '--sample', '3')
    expect(given).toMatchObject({ backend: ['cpu', 'wasm'], only: ['a', 'b'], page: 7, sample: 3, raw: true })
  })

  test('--help prints the usage and exits with 0', async () => {
    await expect(read('--help')).rejects.toThrow('exit 0')
    expect(printed[0]).toBe('how to use it')
  })

  test.each([
    [[], 'No folder is named'],
    [['/no/such/folder'], 'There is no folder /no/such/folder'],
    [['.', 'src'], 'One folder at a time: ., src are 2'],
    [['.', '--backend', 'gpu'], '--backend: "gpu" is none of wasm, cpu'],
    [['.', '--precision', 'float16,float32'], '--precision: "float16,float32" is more than one of float32, float16'],
    [['.', '--page', 'many'], '--page: "many" is not a whole number'],
    [['.', '--colour'], "Unknown option '--colour'"],
  ])('%j: prints the error, then the usage', async (args, message) => {
    await expect(read(...args)).rejects.toThrow('exit 2')
    expect(printed[0]).toContain(message)
    expect(printed[0]).toContain('how to use it')
  })
})
