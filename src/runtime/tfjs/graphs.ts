import type { Graph } from '../../graph/graph.ts'
import type { ModelPlan } from '../executor.ts'
import type { TfjsDevice } from './devices/device.ts'
import { planGraph } from './graph-model/load.ts'
import { loadOn } from './load.ts'

export { lower } from './lowering/index.ts'
export { opsMissingInTensorFlowJs } from './ops/missing-ops.ts'

export async function plan(graph: Graph): Promise<ModelPlan> {
  const checked = await planGraph(graph)
  return { operations: checked.operations, load: (device: TfjsDevice, options) => loadOn(device, checked, options) }
}
