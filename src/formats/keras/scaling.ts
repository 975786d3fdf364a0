import { scalingInside } from '../shared/graph-scaling.ts'
import type { MetadataPart } from '../sidecars/contract.ts'
import type { KerasModel } from './model/contract.ts'

/** How the model itself scales pictures: by a scaling layer, else by arithmetic at its start (`x / 127.5 - 1`). */
export async function scalingOf(model: KerasModel, signal?: AbortSignal): Promise<MetadataPart> {
  if (model.metadata.scaling !== undefined) return model.metadata
  const { graph } = await model.toGraph(signal)
  return scalingInside(graph, signal)
}
