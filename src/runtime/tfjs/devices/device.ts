import type { RungId } from '../../../base/ladder.ts'
import type { Device, RunningDevice } from '../../device.ts'
import { lackingOps } from '../kernels.ts'
import { type Core, loadCore } from '../packages.ts'
import { selfTest } from '../self-test.ts'
import type { Backend, RunningBackend } from './backend.ts'
import { repairEmpties } from './empties.ts'
import { guardSizes } from './sizes.ts'

/** A device that runs as a backend of TensorFlow.js. */
export interface TfjsDevice extends RunningDevice {
  readonly id: RungId
  readonly onProcessor: boolean
  readonly tf: Core
  readonly running: RunningBackend
}

/** Wraps a backend of TensorFlow.js as a device of the ladder. */
export function deviceOf(backend: Backend): Device {
  const { id, onProcessor, readsAtOnce } = backend
  return {
    probe: backend.probe,
    lacking: async (operations) => {
      const [tf] = await Promise.all([loadCore(), backend.load()])
      return lackingOps(operations, {
        has: (kernel) => tf.getKernel(kernel, id) !== undefined,
        onProcessor,
        readsAtOnce,
      })
    },
    start: async (context): Promise<TfjsDevice> => {
      const tf = await loadCore()
      const running = await backend.start({ ...context, tf })
      // tfjs creates backends lazily and keeps a failed one current; this one already exists.
      if (tf.findBackendFactory(id) !== null) tf.removeBackend(id)
      tf.registerBackend(id, () => running.backend)
      await tf.setBackend(id)
      guardSizes(tf, id)
      repairEmpties(tf, id)
      const stop = async () => {
        try {
          tf.removeBackend(id)
        } finally {
          running.dispose()
        }
      }
      try {
        const testMs = await running.loss.race(selfTest(tf, backend))
        const fault = running.faults()[0]
        if (fault !== undefined) throw new Error(`the device reported "${fault}" during the self-test`)
        const spare = () => running.spare?.() ?? 0
        return { id, onProcessor, tf, running, note: running.note, testMs, loss: running.loss, spare, stop }
      } catch (error) {
        await stop()
        throw error
      }
    },
  }
}
