import type { Executor } from '../executor.ts'
import type { TfjsDevice } from './devices/device.ts'
import { planGraph } from './graph-model/load.ts'
import { loadOn } from './load.ts'
import { lower } from './lowering/index.ts'

/** TensorFlow.js: kernels of four backends, and tfjs-converter to run graphs, with fixes for what they lack or get wrong. */
export const tfjs: Executor = {
  id: 'tfjs',
  lower,
  plan: async (graph) => {
    const plan = await planGraph(graph)
    return { operations: plan.operations, load: (device: TfjsDevice, options) => loadOn(device, plan, options) }
  },
}
