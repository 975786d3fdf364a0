import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RungId, RungReport } from '../base/ladder.ts'
import type { RuntimeEnvironment } from './environment.ts'
import { fixture } from './fixtures/fixture.ts'
import { bareGraph } from './fixtures/graphs.ts'
import { plainBrowser, request, wasmPaths } from './fixtures/runtime.ts'
import { createRuntime } from './index.ts'
import { loadCore } from './packages.ts'

const model = 'dense_graph/model.json'
const x = { dense_dense1_input: { dtype: 'float32', shape: [1, 1], data: Float32Array.of(1) } } as const

function gpu(requestAdapter: () => Promise<unknown>): Partial<RuntimeEnvironment> {
  return { gpu: { requestAdapter } as unknown as GPU }
}

function adapter(info: object): Partial<RuntimeEnvironment> {
  return gpu(async () => ({ info: { vendor: '', architecture: '', device: '', description: '', ...info } }))
}

/** A WebGL 2 context as the probe sees it. */
function renderer(
  name: string,
  extensions: readonly string[] = ['EXT_color_buffer_float'],
): Partial<RuntimeEnvironment> {
  const gl = {
    RENDERER: 1,
    getParameter: () => name,
    getExtension: (extension: string) => (extensions.includes(extension) ? {} : null),
  }
  return { createCanvas: () => ({ getContext: () => gl }) as unknown as OffscreenCanvas }
}

async function probe(id: RungId, environment: Partial<RuntimeEnvironment>): Promise<RungReport | undefined> {
  const runtime = createRuntime({ wasmPaths, environment: { ...plainBrowser, ...environment } })
  return (await runtime.probe()).find((report) => report.id === id)
}

describe('probing', () => {
  afterEach(() => {
    vi.useRealTimers()
  })

  const cases: readonly {
    title: string
    id: RungId
    environment: Partial<RuntimeEnvironment>
    state: string
    reason: string
  }[] = [
    {
      title: 'no WebGPU',
      id: 'webgpu',
      environment: {},
      state: 'unavailable',
      reason: 'this browser has no WebGPU, or it is switched off',
    },
    {
      title: 'an insecure page',
      id: 'webgpu',
      environment: { secureContext: false },
      state: 'unavailable',
      reason: 'WebGPU needs a page from https or localhost',
    },
    {
      title: 'no adapter',
      id: 'webgpu',
      environment: gpu(async () => null),
      state: 'unavailable',
      reason: 'no adapter: the browser has WebGPU, but no graphics device that it trusts',
    },
    {
      title: 'an adapter that fails',
      id: 'webgpu',
      environment: gpu(() => Promise.reject(new Error('driver crashed'))),
      state: 'unavailable',
      reason: 'no adapter: driver crashed',
    },
    {
      title: 'a fallback adapter',
      id: 'webgpu',
      environment: adapter({ vendor: 'google', isFallbackAdapter: true }),
      state: 'software',
      reason: 'google emulates the GPU on the processor, slower than Wasm',
    },
    {
      title: 'lavapipe',
      id: 'webgpu',
      environment: adapter({ vendor: 'mesa', description: 'llvmpipe (LLVM 19)' }),
      state: 'software',
      reason: 'mesa llvmpipe (LLVM 19) emulates the GPU on the processor, slower than Wasm',
    },
    {
      title: 'a true adapter',
      id: 'webgpu',
      environment: adapter({ vendor: 'nvidia', architecture: 'ada' }),
      state: 'ready',
      reason: 'adapter nvidia ada',
    },
    {
      title: 'no OffscreenCanvas',
      id: 'webgl',
      environment: {},
      state: 'unavailable',
      reason: 'this browser has no OffscreenCanvas in a worker',
    },
    {
      title: 'no context',
      id: 'webgl',
      environment: { createCanvas: () => ({ getContext: () => null }) as unknown as OffscreenCanvas },
      state: 'unavailable',
      reason: 'no WebGL 2 context: graphics acceleration is switched off or the driver is blocked',
    },
    {
      title: 'SwiftShader',
      id: 'webgl',
      environment: renderer('ANGLE (Google, Vulkan 1.3.0 (SwiftShader))'),
      state: 'software',
      reason: 'ANGLE (Google, Vulkan 1.3.0 (SwiftShader)) emulates the GPU on the processor, slower than Wasm',
    },
    {
      title: 'Microsoft Basic Render',
      id: 'webgl',
      environment: renderer('ANGLE (Microsoft, Microsoft Basic Render Driver)'),
      state: 'software',
      reason: 'ANGLE (Microsoft, Microsoft Basic Render Driver) emulates the GPU on the processor, slower than Wasm',
    },
    {
      title: 'a true renderer',
      id: 'webgl',
      environment: renderer('Mali-G78'),
      state: 'ready',
      reason: 'renderer Mali-G78',
    },
    {
      title: 'half floats only',
      id: 'webgl',
      environment: renderer('Mali-400', ['EXT_color_buffer_half_float']),
      state: 'ready',
      reason: 'renderer Mali-400, half-precision textures only',
    },
    {
      title: 'no float textures',
      id: 'webgl',
      environment: renderer('Old', []),
      state: 'unavailable',
      reason: 'Old cannot render to floating-point textures',
    },
    {
      title: 'an isolated page',
      id: 'wasm',
      environment: { crossOriginIsolated: true, processors: 16 },
      state: 'ready',
      reason: 'SIMD, 4 threads',
    },
    {
      title: 'a page that is not isolated',
      id: 'wasm',
      environment: { processors: 16 },
      state: 'ready',
      reason: 'SIMD, 1 thread: the page is not cross-origin isolated',
    },
    {
      title: 'no SIMD',
      id: 'wasm',
      environment: { validateWasm: () => false },
      state: 'ready',
      reason: 'no SIMD, 1 thread: the page is not cross-origin isolated',
    },
    {
      title: 'no WebAssembly',
      id: 'wasm',
      environment: { validateWasm: undefined },
      state: 'unavailable',
      reason: 'this browser has no WebAssembly',
    },
  ]

  it.each(cases)('$title', async ({ id, environment, state, reason }) => {
    expect(await probe(id, environment)).toMatchObject({ state, reason })
  })

  it('does not wait for ever for an adapter', async () => {
    vi.useFakeTimers()
    const report = probe(
      'webgpu',
      gpu(() => new Promise(() => undefined)),
    )
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await report).toMatchObject({
      state: 'unavailable',
      reason: 'no adapter: the browser did not name an adapter within 10 s',
    })
  })
})

describe('choosing', () => {
  it('takes Wasm where there is no GPU, with the self-test in its reason', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const { session, ladder } = await runtime.start(fixture(model), request('auto'))
    expect(session.rung).toBe('wasm')
    expect(ladder.map(({ id, state }) => [id, state])).toEqual([
      ['webgpu', 'unavailable'],
      ['webgl', 'unavailable'],
      ['wasm', 'in-use'],
      ['cpu', 'ready'],
    ])
    expect(ladder[2]?.reason).toMatch(/^SIMD, 1 thread: .*; self-test passed in [\d.]+ ms$/)
    expect((await runtime.probe())[2]?.state).toBe('in-use')
    session.dispose()
  })

  it('puts software GPUs below Wasm and the CPU', async () => {
    const environment = { ...plainBrowser, ...renderer('SwiftShader'), ...adapter({ isFallbackAdapter: true }) }
    const runtime = createRuntime({ wasmPaths, environment })
    const { session, ladder } = await runtime.start(fixture(model), request('auto'))
    expect(session.rung).toBe('wasm')
    expect(ladder.map(({ state }) => state)).toEqual(['software', 'software', 'in-use', 'ready'])
    session.dispose()
  })

  it('goes on to the next rung when one cannot be started, and says why', async () => {
    const refused = { vendor: 'nvidia', isFallbackAdapter: false }
    const runtime = createRuntime({ wasmPaths, environment: { ...plainBrowser, ...adapter(refused) } })
    const { session, ladder } = await runtime.start(fixture(model), request('auto'))
    expect(session.rung).toBe('wasm')
    expect(ladder[0]).toMatchObject({ id: 'webgpu', state: 'failed' })
    expect(ladder[0]?.reason).not.toBe('')
    session.dispose()
  })

  it('passes over rungs that were lost', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const lost = [{ id: 'wasm', reason: 'lost twice' }] as const
    const { session, ladder } = await runtime.start(fixture(model), { backend: 'auto', lost })
    expect(session.rung).toBe('cpu')
    expect(ladder[2]).toMatchObject({ state: 'failed', reason: 'lost twice' })
    session.dispose()
  })

  it('refuses a pinned rung that is not there', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    await expect(runtime.start(fixture(model), request('webgl'))).rejects.toMatchObject({
      code: 'backend-unavailable',
      message: 'WebGL cannot be used here: this browser has no OffscreenCanvas in a worker.',
    })
  })

  it('tells of kernels a rung lacks before running, and goes to one that has them', async () => {
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const source = bareGraph([
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

  it('holds two sessions on two rungs, and frees a rung with its last session', async () => {
    const tf = await loadCore()
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const first = (await runtime.start(fixture(model), request('wasm'))).session
    const second = (await runtime.start(fixture(model), request('cpu'))).session
    const values = await Promise.all([first.run(x), second.run(x), first.run(x), second.run(x)])
    const numbers = values.map(({ outputs }) => (outputs[0]?.value.data as Float32Array)[0])
    expect(new Set(numbers.map((number) => number?.toFixed(5)))).toHaveLength(1)
    first.dispose()
    await second.run(x)
    expect(tf.findBackendFactory('wasm')).toBeNull()
    second.dispose()
  })
})

describe('a rung that computes wrongly', () => {
  it('is passed over with both results, and refused when pinned', async () => {
    const tf = await loadCore()
    const runtime = createRuntime({ wasmPaths, environment: plainBrowser })
    const { session } = await runtime.start(fixture(model), request('wasm'))
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
      const { session: other, ladder } = await runtime.start(fixture(model), request('auto'))
      expect(other.rung).toBe('cpu')
      expect(ladder[2]).toMatchObject({
        id: 'wasm',
        state: 'failed',
        reason: expect.stringMatching(/a known computation gave \[.+\] in place of \[39\.375, 15\.5, 26\.8125\]/),
      })
      other.dispose()
      await expect(runtime.start(fixture(model), request('wasm'))).rejects.toMatchObject({ code: 'backend-wrong' })
    } finally {
      tf.unregisterKernel('Mean', 'wasm')
      tf.registerKernel(mean)
    }
  })
})
