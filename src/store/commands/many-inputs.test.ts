import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { InputFile } from '../../base/plan.ts'
import { maxAutoRuns } from '../bindings.ts'
import { store } from '../store.ts'
import { dropTransfer, pickModel } from './drop.ts'
import { bindAnew, clearInputs, removeInputSet, selectInputSet } from './input.ts'
import { runAll } from './run.ts'

const engine = vi.hoisted(() => ({ calls: [] as string[], inputs: [] as unknown[] }))
vi.mock('../engine.ts', () => ({
  call: async (method: string, request: unknown, options?: { onEvent?: (event: unknown) => void }) => {
    engine.calls.push(method)
    if (method === 'runAll') {
      const { rows } = request as { rows: readonly { id: number }[] }
      for (const { id } of rows) options?.onEvent?.({ id, row: { outputs: [], inputs: [] }, result: null })
    }
    const inputs = [{ name: 'x', dtype: 'float32', shape: [null, 2] }]
    const result = { ledger: [], outputs: [], groups: [], ms: 1, settings: { backend: { id: 'cpu' }, inputs: [] } }
    const answers: Readonly<Record<string, unknown>> = {
      load: { summary: { metadata: {} }, optimisation: {}, inputs, rung: 'cpu', ladder: [], ledger: [] },
      open: { models: [], inputs: engine.inputs, problems: [], describing: [], files: engine.inputs.length },
      file: new Blob(['x']),
      run: result,
      prepare: {},
    }
    return answers[method]
  },
  engine: () => ({ onRecovery: () => () => undefined }),
}))
vi.mock('../../files/walk.ts', () => ({
  collect: async () => ({ files: [{ path: 'a.png', file: new Blob() }], late: async () => undefined }),
}))

const began = store.getState()
const urls = new Set<string>()
const picture = (i: number): InputFile => ({
  file: { drop: 'd', path: `${i}.png` },
  name: `${i}.png`,
  bytes: 1,
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  besideModel: false,
})

const input = () => store.getState().input
const idAt = (index: number) => input().inputSets[index]?.id ?? -1
const count = (method: string) => engine.calls.filter((one) => one === method).length

async function drop(files: number): Promise<void> {
  engine.inputs = Array.from({ length: files }, (_, i) => picture(i))
  engine.calls.length = 0
  await dropTransfer({} as DataTransfer)
}

beforeEach(async () => {
  store.setState(began, true)
  await pickModel({ drop: 'd', id: 'model.json', name: 'm', formatLabel: '', bytes: 1 })
  const { createObjectURL, revokeObjectURL } = URL
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = createObjectURL(blob)
    urls.add(url)
    return url
  })
  vi.spyOn(URL, 'revokeObjectURL').mockImplementation((url) => {
    urls.delete(url)
    revokeObjectURL(url)
  })
})

afterEach(async () => {
  await clearInputs()
  vi.restoreAllMocks()
})

describe('10,000 pictures', () => {
  beforeEach(() => drop(10_000))

  it('are listed, and only the selected one is prepared, shown and run', () => {
    expect(input().inputSets).toHaveLength(10_000)
    expect(engine.calls.filter((method) => method !== 'keep').sort()).toEqual(['file', 'open', 'prepare', 'run'])
    expect(Object.keys(input().originals)).toEqual(['d/0.png'])
    expect(urls.size).toBe(1)
  })

  it('keep one object URL and one prepared input, whichever is selected', async () => {
    for (const index of [1, 2, 9999]) await selectInputSet(idAt(index))
    expect(Object.keys(input().originals)).toEqual(['d/9999.png'])
    expect(Object.keys(input().prepared)).toEqual(['x'])
    expect(urls.size).toBe(1)
  })

  it('leave no URL behind while the user steps through them quickly', async () => {
    await Promise.all(Array.from({ length: 50 }, (_, index) => selectInputSet(idAt(index))))
    expect(Object.keys(input().originals)).toEqual(['d/49.png'])
    expect(urls.size).toBe(1)
  })

  it('select the next one when removed one by one', async () => {
    await selectInputSet(idAt(5000))
    const next = idAt(5001)
    await removeInputSet(idAt(5000))
    expect(input().selected).toBe(next)
    expect(input().files).toHaveLength(9999)
    expect(Object.keys(input().originals)).toEqual(['d/5001.png'])
    await selectInputSet(idAt(9998))
    await removeInputSet(idAt(9998))
    expect(input().selected).toBe(idAt(9997))
    expect(urls.size).toBe(1)
  })

  it('are prepared one at a time after another model was loaded', async () => {
    engine.calls.length = 0
    bindAnew()
    await vi.waitFor(() => expect(urls.size).toBe(1))
    expect(input().inputSets).toHaveLength(10_000)
    expect(count('prepare')).toBe(1)
  })

  it('leave nothing behind when all are removed', async () => {
    await clearInputs()
    expect(input()).toMatchObject({ files: [], inputSets: [], selected: null, prepared: {}, originals: {} })
    expect(urls.size).toBe(0)
  })
})

describe('waiting inputs', () => {
  it('run automatically if there are few', async () => {
    await drop(maxAutoRuns)
    expect(count('runAll')).toBe(1)
    expect(store.getState().run.entries.map(({ phase }) => phase)).toEqual(Array(maxAutoRuns).fill('done'))
  })

  it('run only on request if there are many', async () => {
    await drop(maxAutoRuns + 1)
    expect(count('run')).toBe(1)
    await runAll()
    expect(store.getState().run.entries).toHaveLength(maxAutoRuns + 1)
  })
})
