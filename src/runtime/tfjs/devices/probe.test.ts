import { afterEach, describe, expect, it, vi } from 'vitest'
import type { RungId } from '../../../base/ladder.ts'
import type { DeviceProbe } from '../../device.ts'
import type { RuntimeEnvironment } from '../../environment.ts'
import { adapter, gpu, renderer } from '../../fixtures/browsers.ts'
import { plainBrowser } from '../../fixtures/runtime.ts'
import { rungs } from '../../rungs.ts'

async function probe(id: RungId, environment: Partial<RuntimeEnvironment>): Promise<DeviceProbe | undefined> {
  return rungs.find((rung) => rung.id === id)?.device.probe({ ...plainBrowser, ...environment })
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
      reason: 'no adapter: the browser has WebGPU, but no suitable graphics device',
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
      reason: 'google emulates a GPU on the CPU, slower than Wasm',
    },
    {
      title: 'lavapipe',
      id: 'webgpu',
      environment: adapter({ vendor: 'mesa', description: 'llvmpipe (LLVM 19)' }),
      state: 'software',
      reason: 'llvmpipe emulates a GPU on the CPU, slower than Wasm',
    },
    {
      title: 'a true adapter',
      id: 'webgpu',
      environment: adapter({ vendor: 'nvidia', architecture: 'ada' }),
      state: 'available',
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
      reason:
        'no WebGL 2 context: graphics acceleration is switched off, the driver is blocked, or the browser does not provide it in workers',
    },
    {
      title: 'SwiftShader',
      id: 'webgl',
      environment: renderer('ANGLE (Google, Vulkan 1.3.0 (SwiftShader))'),
      state: 'software',
      reason: 'SwiftShader emulates a GPU on the CPU, slower than Wasm',
    },
    {
      title: 'Microsoft Basic Render',
      id: 'webgl',
      environment: renderer('ANGLE (Microsoft, Microsoft Basic Render Driver)'),
      state: 'software',
      reason: 'Microsoft Basic Render Driver emulates a GPU on the CPU, slower than Wasm',
    },
    {
      title: 'a true renderer',
      id: 'webgl',
      environment: renderer('Mali-G78'),
      state: 'available',
      reason: 'renderer Mali-G78',
    },
    {
      title: 'half floats only',
      id: 'webgl',
      environment: renderer('Mali-400', ['EXT_color_buffer_half_float']),
      state: 'available',
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
      state: 'available',
      reason: 'SIMD, 4 threads',
    },
    {
      title: 'an isolated page of a browser without shared memory',
      id: 'wasm',
      environment: { crossOriginIsolated: true, sharedMemory: false, processors: 16 },
      state: 'available',
      reason: 'SIMD, 1 thread: this browser has no shared memory',
    },
    {
      title: 'a page that is not isolated',
      id: 'wasm',
      environment: { processors: 16 },
      state: 'available',
      reason: 'SIMD, 1 thread: the page is not cross-origin isolated',
    },
    {
      title: 'no SIMD',
      id: 'wasm',
      environment: { validateWasm: () => false, crossOriginIsolated: true, processors: 16 },
      state: 'available',
      reason: 'no SIMD, 1 thread: threads need SIMD',
    },
    {
      title: 'no WebAssembly',
      id: 'wasm',
      environment: { compileWasm: undefined },
      state: 'unavailable',
      reason: 'this browser has no WebAssembly',
    },
    {
      title: 'a policy against WebAssembly',
      id: 'wasm',
      environment: {
        compileWasm: () => {
          throw new WebAssembly.CompileError('it violates the Content Security Policy directive')
        },
      },
      state: 'unavailable',
      reason: 'the browser refuses to compile WebAssembly: it violates the Content Security Policy directive',
    },
  ]

  it.each(cases)('$title', async ({ id, environment, state, reason }) => {
    expect(await probe(id, environment)).toMatchObject({ state, reason })
  })

  it('limits the wait for an adapter', async () => {
    vi.useFakeTimers()
    const report = probe(
      'webgpu',
      gpu(() => new Promise(() => undefined)),
    )
    await vi.advanceTimersByTimeAsync(10_000)
    expect(await report).toMatchObject({
      state: 'unavailable',
      reason: 'no adapter: the browser returned no adapter within 10 s',
    })
  })
})
