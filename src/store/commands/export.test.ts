import { beforeEach, expect, it, vi } from 'vitest'
import type { OutputResult, RunResult } from '../../base/run.ts'
import { exportKinds } from '../../exports/index.ts'
import { store } from '../store.ts'
import { exportResult, exportRuns, exportsFor, saveSettings } from './export.ts'

const output = (name: string, value: object) => ({ name, shape: [2], ...value, value: { shape: [2], ...value } })
const outputs = [
  output('numbers', { dtype: 'float32', data: Float32Array.of(1, 2) }),
  output('words', { dtype: 'string', data: ['a', 'b'] }),
] as unknown as readonly OutputResult[]
const result = { outputs, groups: [], ms: 1, settings: { model: { name: 'm' }, inputs: [] } } as unknown as RunResult

const began = store.getState()
const saved: { readonly name: string; readonly text: Promise<string> }[] = []

/** The page's own download: a link with the object URL of a blob. */
function link() {
  const element = {
    href: '',
    download: '',
    click: () => saved.push({ name: element.download, text: texts.get(element.href) ?? Promise.resolve('') }),
  }
  return element
}
const texts = new Map<string, Promise<string>>()

beforeEach(() => {
  saved.length = 0
  vi.stubGlobal('document', { createElement: link })
  vi.stubGlobal('navigator', { userAgent: 'a browser', hardwareConcurrency: 2 })
  vi.stubGlobal('crossOriginIsolated', true)
  vi.spyOn(URL, 'createObjectURL').mockImplementation((blob) => {
    const url = `blob:${texts.size}`
    texts.set(url, (blob as Blob).text())
    return url
  })
  const entry = { run: 1, inputSet: 1, label: 'a', phase: 'done', result, row: null, error: null, key: 'k' } as const
  store.setState({ ...began, run: { ...began.run, entries: [entry], shown: 1 } }, true)
  return () => {
    vi.unstubAllGlobals()
    vi.restoreAllMocks()
  }
})

it('offers the files that can hold an output, or only those of the whole result', () => {
  const ids = (index: number) => exportsFor(result, index).map(({ id }) => id)
  expect(ids(0)).toEqual(expect.arrayContaining(['json', 'csv', 'npy']))
  expect(ids(1)).toEqual(expect.arrayContaining(['json', 'csv']))
  expect(ids(1)).not.toContain('npy')
  expect(ids(2)).toEqual(exportKinds.filter(({ whole }) => whole).map(({ id }) => id))
})

it('saves one output of the shown result under the name of the model', async () => {
  await exportResult('csv', 1)
  expect(saved.map(({ name }) => name)).toEqual(['m-result.csv'])
  expect(await saved[0]?.text).toBe('i0,value\r\n0,a\r\n1,b\r\n')
})

it('saves nothing without a shown result', async () => {
  store.setState(began, true)
  await exportResult('csv')
  expect(saved).toEqual([])
})

it('shows the error of a file that cannot be written', async () => {
  await exportResult('npy', 1)
  expect(saved).toEqual([])
  expect(store.getState().page.error?.code).toBe('known-but-unsupported')
})

it('saves the results of the list, one line each', async () => {
  const error = { code: 'input-shape', message: 'It does not fit.', hint: '', cause: '' } as const
  const entry = { run: 2, inputSet: 2, label: 'b', phase: 'error', result: null, row: null, error, key: '' } as const
  const { run } = store.getState()
  store.setState({ ...store.getState(), run: { ...run, entries: [entry] } }, true)
  await exportRuns()
  expect(saved.map(({ name }) => name)).toEqual(['glassbox-results.csv'])
  expect(await saved[0]?.text).toMatch(/\nb,.*It does not fit\./)
})

it('saves the steps that the user changed, and says if there are none', async () => {
  const step = (id: string, chosenBy: string) => ({ id, values: { [id]: 1 }, chosenBy })
  const prepare = (...plan: readonly object[]) => {
    const prepared = {
      x: { phase: 'ready', value: { plan } },
      y: { phase: 'ready', value: { plan: [step('cast', 'automatic')] } },
      z: { phase: 'preparing' },
    }
    store.setState({ ...began, input: { ...began.input, prepared: prepared as never } }, true)
  }
  prepare(step('scale', 'you'), step('cast', 'automatic'))
  saveSettings()
  expect(JSON.parse((await saved[0]?.text) ?? '')).toEqual({
    glassbox: 1,
    settings: { x: [{ id: 'scale', values: { scale: 1 } }] },
  })
  prepare(step('cast', 'automatic'))
  saveSettings()
  expect(saved).toHaveLength(1)
  expect(store.getState().page.notices).toEqual(['Every step is automatic, so there is nothing to save.'])
})
