import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'

let repaired = false

/**
 * In tfjs 4.22, the WebGPU backend casts integers and booleans to float32 by relabelling the data, and some programs
 * then contain invalid WGSL. Here the cast creates real floats, with `Ceil`.
 */
export function repairCasts(tf: Core): void {
  const ceil = tf.getKernel('Ceil', 'webgpu')
  if (repaired || ceil === undefined) return
  repaired = true
  replaceKernel(tf, 'webgpu', 'Cast', (cast) => (params) => {
    const x = params.inputs.x as TensorInfo
    const named = cast(params) as TensorInfo
    if (params.attrs?.dtype !== 'float32' || (x.dtype !== 'int32' && x.dtype !== 'bool')) return named
    const output = ceil.kernelFunc({ inputs: { x: named }, backend: params.backend }) as TensorInfo
    const backend = params.backend as WebGPUBackend
    backend.disposeData(named.dataId)
    return output
  })
}
