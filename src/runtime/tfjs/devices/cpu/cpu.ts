import { codeStopped, Loss } from '../../../loss.ts'
import { once } from '../../../once.ts'
import type { Backend } from '../backend.ts'

const loadPackage = once(() => import('@tensorflow/tfjs-backend-cpu'))

/** Plain JavaScript: works everywhere and has every kernel, but is 40 to 70 times slower than Wasm. */
export const cpu: Backend = {
  id: 'cpu',
  onProcessor: true,
  probe: async () => ({ state: 'available', reason: 'plain JavaScript: works everywhere, but slowly', device: '' }),
  load: async () => {
    await loadPackage()
  },
  start: async ({ tf }) => {
    const { MathBackendCPU } = await loadPackage()
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
