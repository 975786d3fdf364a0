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
const read = (/** @type {readonly string[]} */ ...args) => readArguments('the usage', options, args)

describe('command-line arguments', () => {
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
    const defaults = { backend: ['wasm'], precision: 'float32', only: null, page: 0, sample: Infinity, raw: false }
    expect(await read(tmpdir())).toEqual({ folder: tmpdir(), ...defaults })
  })

  test('are parsed', async () => {
    const given = await read(tmpdir(), '--backend=cpu,wasm', '--only', 'a,b', '--page', '7', '--raw', '--sample', '3')
    expect(given).toMatchObject({ backend: ['cpu', 'wasm'], only: ['a', 'b'], page: 7, sample: 3, raw: true })
  })

  test('--help prints the usage and exits with 0', async () => {
    await expect(read('--help')).rejects.toThrow('exit 0')
    expect(printed[0]).toBe('the usage')
  })

  test.each([
    [[], 'No folder given'],
    [['/no/such/folder'], 'No such folder: /no/such/folder'],
    [['.', 'src'], 'Expected one folder, got 2: ., src'],
    [['.', '--backend', 'gpu'], '--backend: unknown value "gpu"; choose from wasm, cpu'],
    [
      ['.', '--precision', 'float16,float32'],
      '--precision: choose only one of float32, float16, not "float16,float32"',
    ],
    [['.', '--page', 'many'], '--page: "many" is not an integer'],
    [['.', '--colour'], "Unknown option '--colour'"],
  ])('%j: prints the error, then the usage', async (args, message) => {
    await expect(read(...args)).rejects.toThrow('exit 2')
    expect(printed[0]).toContain(message)
    expect(printed[0]).toContain('the usage')
  })
})
