import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { InputBinding } from '../base/plan.ts'
import { createRuntime } from '../runtime/index.ts'
import { createEngine } from './client.ts'
import { createHost } from './host.ts'
import { inProcessLink } from './in-process.ts'
import type { LoadedModel } from './protocol.ts'

const fixture = new URL('../formats/saved-model/fixtures/lstm_step/', import.meta.url)
const wasmPaths = fileURLToPath(new URL('../../node_modules/@tensorflow/tfjs-backend-wasm/dist/', import.meta.url))
const engine = createEngine(() => inProcessLink(createHost(createRuntime({ wasmPaths }))))

interface Steps {
  readonly x: readonly (readonly number[])[]
  /** The answers of TensorFlow. */
  readonly y: readonly number[]
}

let loaded: LoadedModel
let steps: Steps

beforeAll(async () => {
  const read = (path: string) => readFile(new URL(path, fixture))
  const paths = ['saved_model.pb', 'variables/variables.index', 'variables/variables.data-00000-of-00001']
  const files = await Promise.all(
    paths.map(async (path) => ({ path: `lstm/${path}`, file: new Blob([await read(path)]) })),
  )
  steps = JSON.parse(await readFile(new URL('steps.json', fixture), 'utf8')) as Steps
  const { models } = await engine.call('open', { drop: 'd', files })
  const rest = { beside: [], backend: 'cpu', signature: null, optimise: true, lost: [] } as const
  loaded = await engine.call('load', { session: 's', drop: 'd', candidate: models[0]?.id ?? '', ...rest })
})

afterAll(() => engine.terminate())

/** The bindings of one step; states belong to the sequence `since`. */
function bindings(x: readonly number[], since: number | null): readonly InputBinding[] {
  const binding = (input: string, source: InputBinding['source']) => ({ input, source, dims: {}, settings: [] })
  return [
    binding('x', { kind: 'text', text: x.join(', ') }),
    ...loaded.states.map(({ input, output }) => binding(input, { kind: 'state', output, since })),
  ]
}

async function answer(x: readonly number[], since: number | null): Promise<number> {
  const { outputs } = await engine.call('run', { session: 's', bindings: bindings(x, since) })
  return Number(outputs.find(({ name }) => name === 'y')?.value.data[0])
}

async function answers(since: number | null): Promise<readonly number[]> {
  const found: number[] = []
  for (const x of steps.x) found.push(await answer(x, since))
  return found
}

function expectClose(found: readonly number[], wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length)
  for (const [i, value] of found.entries()) expect(value).toBeCloseTo(wanted[i] ?? Number.NaN, 6)
}

describe('a recurrent model', () => {
  it('has its states recognised', () => {
    expect([...loaded.states].sort((a, b) => a.input.localeCompare(b.input))).toEqual([
      { input: 'c', output: 'cn' },
      { input: 'h', output: 'hn' },
    ])
  })

  it('answers a sequence like TensorFlow when its states are fed back', async () => {
    expectClose(await answers(1), steps.y)
  })

  it('begins anew with zeros after a reset', async () => {
    await answers(2)
    expectClose(await answers(3), steps.y)
  })

  it('begins anew in every run without feeding back', async () => {
    const [first, second] = await answers(null)
    expect(first).toBeCloseTo(steps.y[0] ?? Number.NaN, 6)
    expect(second).not.toBeCloseTo(steps.y[1] ?? Number.NaN, 4)
  })

  it('feeds states back live, and does not read them as answers', async () => {
    const found: number[] = []
    for (const x of steps.x) {
      const { groups, outputs } = await engine.call('runLive', { session: 's', bindings: bindings(x, 4), detail: true })
      expect(groups.flatMap((group) => group.outputs)).toEqual(['y'])
      found.push(Number(outputs[0]?.value.data[0]))
    }
    expectClose(found, steps.y)
  })

  it('says in the plan where a state comes from', async () => {
    await answer(steps.x[0] ?? [], 5)
    const binding = bindings([], 5).find(({ input }) => input === 'h')
    if (binding === undefined) throw new Error('h is no state')
    const { plan } = await engine.call('prepare', { session: 's', binding })
    expect(plan[0]).toMatchObject({
      id: 'state',
      summary: 'from the last run, float32 [1, 3]',
      reason: 'hn is fed back',
    })
  })
})
