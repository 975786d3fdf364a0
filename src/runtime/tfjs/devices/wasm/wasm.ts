import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { messageOf } from '../../../../base/errors.ts'
import { withDeadline } from '../../../deadline.ts'
import { codeStopped, Loss } from '../../../loss.ts'
import { once } from '../../../once.ts'
import type { Core } from '../../packages.ts'
import type { Backend } from '../backend.ts'
import { repairOnProcessor } from '../processor/index.ts'
import type { Processor } from '../processor/processor.ts'
import { repairDtypes } from './dtypes.ts'
import { repairIndices } from './indices.ts'
import { guardAllocation, placeOn, spareIn } from './memory.ts'
import { provideVectors, repairNonFinite } from './non-finite/index.ts'
import { installFastProducts } from './products.ts'
import { startFailure } from './start-failure.ts'
import { repairStrings } from './strings.ts'
import { binaryName, describeSupport, type WasmSupport, wasmRefusal, wasmSupport } from './support.ts'

const loadPackage = once(() => import('@tensorflow/tfjs-backend-wasm'))

/** Starting takes tens of ms, with threads up to 300 ms; a blocked worker script never responds. */
const startLimitMs = 10_000

/** The package's own factory, saved because the ladder registers a finished backend in its place. */
let factory: ReturnType<Core['findBackendFactory']> | null = null

async function makeBackend(tf: Core): Promise<KernelBackend> {
  factory ??= tf.findBackendFactory('wasm')
  if (factory === null) throw new Error('the package did not register its backend')
  return withDeadline(Promise.resolve(factory()), startLimitMs, `it did not start within ${startLimitMs / 1000} s`)
}

const processor: Processor = {
  id: 'wasm',
  values: (backend, tensor) => (backend as BackendWasm).typedArrayFromHeap(tensor) as Float32Array,
  create: (backend, shape, dtype) => (backend as BackendWasm).makeOutput(shape, dtype),
}

export const wasm: Backend = {
  id: 'wasm',
  onProcessor: true,
  readsAtOnce: true,
  probe: async (environment) => {
    const refusal = wasmRefusal(environment)
    if (refusal !== null) return { state: 'unavailable', reason: refusal, device: '' }
    return { state: 'available', reason: describeSupport(wasmSupport(environment)), device: '' }
  },
  load: async () => {
    await loadPackage()
  },
  start: async ({ tf, environment, wasmPaths }) => {
    const pkg = await loadPackage()
    repairDtypes(tf)
    repairIndices(tf)
    repairOnProcessor(tf, processor)
    repairNonFinite(tf)
    // Last, so that strings reach the repairs above as numbers.
    repairStrings(tf)
    // After a failed start, tfjs rejects new settings.
    if (factory === null) pkg.setWasmPaths(typeof wasmPaths === 'string' ? wasmPaths : { ...wasmPaths })
    const startWith = async (support: WasmSupport): Promise<KernelBackend> => {
      pkg.setThreadsCount(support.threads)
      tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', support.threads > 1)
      const url = typeof wasmPaths === 'string' ? undefined : wasmPaths[binaryName(support)]
      return makeBackend(tf).catch(async (error: unknown) => {
        throw new Error(await startFailure(error, url), { cause: error })
      })
    }
    let support = wasmSupport(environment)
    let backend: KernelBackend
    try {
      backend = await startWith(support)
    } catch (error) {
      if (support.threads === 1) throw error
      support = { ...support, threads: 1, why: `: threads could not be started (${messageOf(error)})` }
      backend = await startWith(support)
    }
    if (support.threads > 1) support = { ...support, threads: pkg.getThreadsCount() }
    guardAllocation(backend)
    provideVectors(backend)
    const loss = new Loss(codeStopped('The Wasm backend'))
    // tfjs's kernels use all threads; ours uses one.
    const products = support.simd && support.threads === 1 ? installFastProducts(tf, backend) : null
    return {
      backend,
      note: [describeSupport(support), products?.note].filter(Boolean).join('; '),
      details: [{ code: 'packs-weights' }],
      loss,
      memory: () => tf.engine().state.numBytes,
      spare: () => spareIn(backend, tf.engine().state.numBytes),
      detectLoss: () => undefined,
      settle: async () => undefined,
      failed: (error) => {
        // An abort or trap in the module leaves its heap in the state of that moment.
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
