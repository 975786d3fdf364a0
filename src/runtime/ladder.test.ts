import { describe, expect, it } from 'vitest'
import type { Graph } from '../graph/graph.ts'
import type { Executor } from './executor.ts'
import { adapter, renderer } from './fixtures/browsers.ts'
import { fixture } from './fixtures/fixture.ts'
import { bareGraph } from './fixtures/graphs.ts'
import { plainBrowser, request, wasmPaths } from './fixtures/runtime.ts'
import { createRuntime } from './index.ts'
import { type Rung, rungs } from './rungs.ts'
import { loadCore } from './tfjs/packages.ts'

const model = 'dense_graph/model.json'
const x = { dense_dense1_input: { dtype: 'float32', shape: [1, 1], data: Float32Array.of(1) } } as const

describe('choosing', () => {
  it('takes Wasm where there is no GPU, with the self-test in its reason', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const { session, ladder } = await runtime.start(await fixture(model), request('auto'))
    expect(session.rung).toBe('wasm')
    expect(ladder.map(({ id, state }) => [id, state])).toEqual([
      ['webgpu', 'unavailable'],
      ['webgl', 'unavailable'],
      ['wasm', 'in-use'],
      ['cpu', 'available'],
    ])
    expect(ladder[2]?.reason).toMatch(/^SIMD, 1 thread: .*; self-test passed in [\d.]+ ms$/)
    expect((await runtime.probe())[2]?.state).toBe('in-use')
    session.dispose()
  })

  it('puts software GPUs below Wasm and the CPU', async () => {
    const environment = { ...plainBrowser, ...renderer('SwiftShader'), ...adapter({ isFallbackAdapter: true }) }
    const runtime = createRuntime({ wasmPaths, environment })
    const { session, ladder } = await runtime.start(await fixture(model), request('auto'))
    expect(session.rung).toBe('wasm')
    expect(ladder.map(({ state }) => state)).toEqual(['software', 'software', 'in-use', 'available'])
    session.dispose()
  })

  it('goes on to the next rung when one cannot be started, and says why', async () => {
    const refused = { vendor: 'nvidia', isFallbackAdapter: false }
    const runtime = createRuntime({ wasmPaths, environment: { ...plainBrowser, ...adapter(refused) } })
    const { session, ladder } = await runtime.start(await fixture(model), request('auto'))
    expect(session.rung).toBe('wasm')
    expect(ladder[0]).toMatchObject({ id: 'webgpu', state: 'failed' })
    expect(ladder[0]?.reason).not.toBe('')
    session.dispose()
  })

  it('passes over rungs that were lost', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const lost = [{ id: 'wasm', reason: 'lost twice' }] as const
    const { session, ladder } = await runtime.start(await fixture(model), { ...request('auto'), lost })
    expect(session.rung).toBe('cpu')
    expect(ladder[2]).toMatchObject({ state: 'failed', reason: 'lost twice' })
    session.dispose()
  })

  it('refuses a pinned rung that is not there', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    await expect(runtime.start(await fixture(model), request('webgl'))).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: 'WebGL cannot be used here: this browser has no OffscreenCanvas in a worker.',
    })
  })

  it('tells of kernels a rung lacks before running, and goes to one that has them', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const source = await bareGraph([
      ['x', 'Placeholder'],
      ['y', 'FFT', 'x'],
      ['z', 'Real', 'y'],
    ])
    await expect(runtime.start(source, request('wasm'))).rejects.toMatchObject({
      code: 'kernel-missing',
      message: 'Wasm lacks the kernels of FFT and Real, which the model needs.',
      hint: 'Choose Automatic, or one that has them: CPU.',
    })
    const { session, ladder } = await runtime.start(source, request('auto'))
    expect(session.rung).toBe('cpu')
    expect(ladder[2]).toMatchObject({
      state: 'no-kernel',
      reason: 'Wasm lacks the kernels of FFT and Real, which the model needs',
    })
    session.dispose()
  })

  it('holds two sessions on two rungs', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const first = (await runtime.start(await fixture(model), request('wasm'))).session
    const { session: second, ladder } = await runtime.start(await fixture(model), request('cpu'))
    expect(ladder.filter(({ state }) => state === 'in-use').map(({ id }) => id)).toEqual(['cpu'])
    expect(ladder[2]).toMatchObject({ state: 'ready', reason: expect.stringMatching(/self-test passed/) })
    const values = await Promise.all([first.run(x), second.run(x), first.run(x), second.run(x)])
    const numbers = values.map(({ outputs }) => outputs[0]?.value.data[0])
    expect(new Set(numbers.map((number) => Number(number).toFixed(5)))).toHaveLength(1)
    first.dispose()
    await second.run(x)
    second.dispose()
  })

  it('keeps a rung ready for the next model, until another rung starts', async () => {
    const tf = await loadCore()
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const first = await runtime.start(await fixture(model), request('wasm'))
    first.session.dispose()
    const factory = tf.findBackendFactory('wasm')
    const second = await runtime.start(await fixture(model), request('wasm'))
    expect(tf.findBackendFactory('wasm')).toBe(factory)
    expect(second.ladder[2]?.reason).toBe(first.ladder[2]?.reason)
    second.session.dispose()
    const third = await runtime.start(await fixture(model), request('cpu'))
    expect(tf.findBackendFactory('wasm')).toBeNull()
    third.session.dispose()
  })
})

describe('executors', () => {
  const [wasm, cpu] = ['wasm', 'cpu'].map((id) => rungs.find((rung) => rung.id === id) as Rung) as [Rung, Rung]

  function counting(rung: Rung): { readonly executor: Executor; readonly lowered: Graph[] } {
    const lowered: Graph[] = []
    const lower: Executor['lower'] = (graph, options) => {
      lowered.push(graph)
      return rung.executor.lower(graph, options)
    }
    return { executor: { ...rung.executor, lower }, lowered }
  }

  const broken = (rung: Rung): Rung => ({
    ...rung,
    device: { ...rung.device, start: () => Promise.reject(new Error('no such device')) },
  })

  it('lower a graph once, however many of their rungs are tried', async () => {
    const { executor, lowered } = counting(cpu)
    const table = [broken({ ...wasm, executor }), { ...cpu, executor }]
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: table })
    const { session, ladder, optimisation } = await runtime.start(await fixture(model), {
      ...request('auto'),
      optimise: true,
    })
    expect(ladder.map(({ id, state }) => [id, state])).toEqual([
      ['wasm', 'failed'],
      ['cpu', 'in-use'],
    ])
    expect(lowered).toHaveLength(1)
    expect(optimisation.enabled).toBe(true)
    session.dispose()
  })

  it('each lower the graph themselves, when a rung of theirs is tried', async () => {
    const [first, second] = [counting(wasm), counting(cpu)]
    const table = [broken({ ...wasm, executor: first.executor }), { ...cpu, executor: second.executor }]
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser, rungs: table })
    const graph = await fixture(model)
    const { session } = await runtime.start(graph, request('cpu'))
    expect([first.lowered, second.lowered]).toEqual([[], [graph]])
    session.dispose()
    const other = await runtime.start(graph, request('auto'))
    expect([first.lowered, second.lowered]).toEqual([[graph], [graph, graph]])
    other.session.dispose()
  })
})

describe('a rung that computes wrongly', () => {
  it('is skipped, with both results in the reason, and raises backend-wrong when pinned', async () => {
    const tf = await loadCore()
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const right = createRuntime({ wasmPaths, environment: plainBrowser })
    const { session } = await right.start(await fixture(model), request('wasm'))
    session.dispose()
    const mean = tf.getKernel('Mean', 'wasm')
    const max = tf.getKernel('Max', 'wasm')
    if (mean === undefined || max === undefined) throw new Error('the Wasm package registers Mean and Max')
    tf.unregisterKernel('Mean', 'wasm')
    tf.registerKernel({
      ...mean,
      kernelFunc: (params) =>
        max.kernelFunc({ ...params, attrs: { reductionIndices: params.attrs?.axis ?? 0, keepDims: false } }),
    })
    try {
      const { session: other, ladder } = await runtime.start(await fixture(model), request('auto'))
      expect(other.rung).toBe('cpu')
      expect(ladder[2]).toMatchObject({
        id: 'wasm',
        state: 'failed',
        reason: expect.stringMatching(/the self-test gave \[.+\], not \[39\.375, 15\.5, 26\.8125\]/),
      })
      other.dispose()
      await expect(runtime.start(await fixture(model), request('wasm'))).rejects.toMatchObject({
        code: 'backend-wrong',
      })
    } finally {
      tf.unregisterKernel('Mean', 'wasm')
      tf.registerKernel(mean)
    }
  })
})
