import type { Executor } from '../executor.ts'
import type { TfjsDevice } from './devices/device.ts'
import { planGraph } from './graph-model/load.ts'
import { loadOn } from './load.ts'
import { lower } from './lowering/index.ts'

/**
 * TensorFlow.js: kernels on four backends and tfjs-converter to run graphs, with fixes for missing or incorrect ops.
 */
export const tfjs: Executor = {
  id: 'tfjs',
  lower,
  plan: async (graph) => {
    const plan = await planGraph(graph)
    return { operations: plan.operations, load: (device: TfjsDevice, options) => loadOn(device, plan, options) }
  },
}
