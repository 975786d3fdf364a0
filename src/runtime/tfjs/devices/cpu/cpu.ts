import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import { codeStopped, Loss } from '../../../loss.ts'
import { once } from '../../../once.ts'
import type { Backend } from '../backend.ts'
import { repairOnProcessor } from '../processor/index.ts'
import type { Processor } from '../processor/processor.ts'
import { repairTopK } from './top-k.ts'

const loadPackage = once(() => import('@tensorflow/tfjs-backend-cpu'))

const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }

const processor: Processor = {
  id: 'cpu',
  values: (backend, { dataId }) => (backend as MathBackendCPU).data.get(dataId).values as Float32Array,
  create: (backend, shape, dtype) => {
    const size = shape.reduce((product, dim) => product * dim, 1)
    const values = new arrays[dtype](size)
    return (backend as MathBackendCPU).makeTensorInfo(shape, dtype, values)
  },
}

/** Plain JavaScript: works everywhere and has every kernel, but is 40 to 70 times slower than Wasm. */
export const cpu: Backend = {
  id: 'cpu',
  onProcessor: true,
  readsAtOnce: true,
  probe: async () => ({ state: 'available', reason: 'plain JavaScript: works everywhere, but slowly', device: '' }),
  load: async () => {
    await loadPackage()
  },
  start: async ({ tf }) => {
    const { MathBackendCPU } = await loadPackage()
    repairOnProcessor(tf, processor)
    repairTopK(tf, processor)
    return {
      backend: new MathBackendCPU(),
      note: 'plain JavaScript',
      loss: new Loss(codeStopped('The CPU backend')),
      memory: () => tf.engine().state.numBytes,
      detectLoss: () => undefined,
      settle: async () => undefined,
      faults: () => [],
      adopt: null,
      place: null,
      compiler: null,
      dispose: () => undefined,
    }
  },
}
