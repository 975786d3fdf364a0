import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import { toInt32 } from '../../../../base/int32.ts'
import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'

/** What the backends of both GPUs have. */
type GpuBackend = KernelBackend & {
  shouldExecuteOnCPU(inputs: readonly TensorInfo[]): boolean
  makeTensorInfo(shape: number[], dtype: 'int32', values: Int32Array): TensorInfo
}

const repaired = new Set<string>()

/** Small tensors in memory are cast there, where numbers outside the range of int32 wrap around. */
export function repairSmallCasts(tf: Core, id: 'webgl' | 'webgpu'): void {
  if (repaired.has(id)) return
  repaired.add(id)
  replaceKernel(tf, id, 'Cast', (original) => (params) => {
    const x = params.inputs.x as TensorInfo
    const backend = params.backend as GpuBackend
    const isSmall = params.attrs?.dtype === 'int32' && x.dtype === 'float32' && backend.shouldExecuteOnCPU([x])
    if (!isSmall) return original(params)
    const values = backend.readSync(x.dataId) as Float32Array
    return backend.makeTensorInfo(x.shape, 'int32', Int32Array.from(values, toInt32))
  })
}
