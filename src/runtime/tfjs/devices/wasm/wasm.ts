import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { withDeadline } from '../../../deadline.ts'
import type { RuntimeEnvironment } from '../../../environment.ts'
import { codeStopped, Loss } from '../../../loss.ts'
import { once } from '../../../once.ts'
import type { Core } from '../../packages.ts'
import type { Backend } from '../backend.ts'
import { repairCast } from './cast.ts'
import { repairDtypes } from './dtypes.ts'
import { repairIndices } from './indices.ts'
import { guardAllocation, placeOn } from './memory.ts'
import { installFastProducts } from './products.ts'
import { repairStrings } from './strings.ts'

const loadPackage = once(() => import('@tensorflow/tfjs-backend-wasm'))

/** A module of one function that makes a zero vector: valid only where SIMD is known. */
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 22, 1, 20, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 11,
])

/** tfjs's own cap, stated here so that one thread can do without the threaded build, which starts ten times slower. */
function threadsFor({ crossOriginIsolated, sharedMemory, processors }: RuntimeEnvironment): {
  threads: number
  why: string
} {
  if (!crossOriginIsolated) return { threads: 1, why: ': the page is not cross-origin isolated' }
  if (!sharedMemory) return { threads: 1, why: ': this browser has no shared memory' }
  const threads = Math.max(1, Math.min(4, Math.floor(processors / 2)))
  return { threads, why: threads === 1 ? `: the device has ${processors} logical processors` : '' }
}

function words(simd: boolean, threads: number, why: string): string {
  return `${simd ? 'SIMD' : 'no SIMD'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}${why}`
}

/** Starting takes tens of ms, with threads up to 300 ms; a blocked worker script never answers. */
const startLimitMs = 10_000

/** The package's own factory, kept because the ladder registers a finished backend in its place. */
let factory: ReturnType<Core['findBackendFactory']> | null = null

async function makeBackend(tf: Core, name: string): Promise<KernelBackend> {
  factory ??= tf.findBackendFactory('wasm')
  if (factory === null) throw new Error('the package did not register its backend')
  return withDeadline(Promise.resolve(factory()), startLimitMs, `${name} did not start within ${startLimitMs / 1000} s`)
}

export const wasm: Backend = {
  id: 'wasm',
  probe: async (environment) => {
    if (environment.validateWasm === undefined) {
      return { state: 'unavailable', reason: 'this browser has no WebAssembly', device: '' }
    }
    const { threads, why } = threadsFor(environment)
    return { state: 'available', reason: words(environment.validateWasm(simdModule), threads, why), device: '' }
  },
  load: async () => {
    await loadPackage()
  },
  start: async ({ tf, environment, wasmPaths }) => {
    const pkg = await loadPackage()
    repairCast(tf)
    repairDtypes(tf)
    repairIndices(tf)
    // Last: strings go in as numbers, through the repairs above.
    repairStrings(tf)
    // After a failed start tfjs refuses to be told again.
    if (factory === null) pkg.setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths })
    const wanted = threadsFor(environment)
    let { why } = wanted
    pkg.setThreadsCount(wanted.threads)
    let backend: KernelBackend
    tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', wanted.threads > 1)
    try {
      backend = await makeBackend(tf, 'Wasm')
    } catch (error) {
      if (wanted.threads === 1) throw error
      why = `: threads could not be started (${error instanceof Error ? error.message : 'no reason given'})`
      pkg.setThreadsCount(1)
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
      backend = await makeBackend(tf, 'Wasm without threads')
    }
    guardAllocation(backend)
    const loss = new Loss(codeStopped('The Wasm backend'))
    const simd = environment.validateWasm?.(simdModule) ?? false
    const threads = tf.env().getBool('WASM_HAS_MULTITHREAD_SUPPORT') ? pkg.getThreadsCount() : 1
    // With threads tfjs's kernels share the work; ours runs on one.
    const products = simd && threads === 1 ? installFastProducts(tf, backend) : null
    return {
      backend,
      note: [words(simd, threads, why), products?.note].filter(Boolean).join('; '),
      loss,
      memory: () => tf.engine().state.numBytes,
      look: () => undefined,
      settle: async () => undefined,
      failed: (error) => {
        // An abort or a trap in the module leaves its heap as it was at that moment.
        if (error instanceof WebAssembly.RuntimeError) loss.report(error.message)
      },
      faults: () => [],
      adopt: products === null ? null : (dataId) => products.adopt(dataId),
      place: placeOn(backend as BackendWasm),
      compiler: null,
      dispose: () => undefined,
    }
  },
}
