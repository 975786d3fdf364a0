import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import type { Processor } from '../processor/processor.ts'
import { replaceKernel } from '../replace.ts'
import { topK } from '../top-k.ts'

let repaired = false

/** Replaces the kernel of the CPU backend: it orders by differences, which infinite values do not have. */
export function repairTopK(tf: Core, { create, values: valuesOf }: Processor): void {
  if (repaired) return
  repaired = true
  replaceKernel(tf, 'cpu', 'TopK', (original) => (params) => {
    const x = params.inputs.x as TensorInfo
    const [k, length] = [params.attrs?.k as number, x.shape.at(-1) ?? 0]
    if ((x.dtype !== 'float32' && x.dtype !== 'int32') || length === 0 || k === 0) return original(params)
    const backend = params.backend as object
    const { values, places } = topK(valuesOf(backend, x), length, k)
    const shape = [...x.shape.slice(0, -1), k]
    const outputs = [create(backend, shape, x.dtype), create(backend, shape, 'int32')] as const
    valuesOf(backend, outputs[0]).set(values)
    valuesOf(backend, outputs[1]).set(places)
    return [...outputs]
  })
}
