import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import { toInt32 } from '../../../../base/int32.ts'
import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'
import { topK } from '../top-k.ts'

/** What the backends of both GPUs have. */
type GpuBackend = KernelBackend & {
  shouldExecuteOnCPU(inputs: readonly TensorInfo[]): boolean
  makeTensorInfo(shape: number[], dtype: string, values: Float32Array | Int32Array): TensorInfo
}

/** Whether the kernel reads rows of this length back to find their k largest values, whatever the tensor's size. */
type HandsOver = (length: number, k: number) => boolean
const never: HandsOver = () => false

const repaired = new Set<string>()

/**
 * tfjs computes small tensors on the CPU while they are in memory. There, casts of numbers outside the range of int32
 * wrap around, and TopK puts infinite values out of order; this corrects both.
 */
export function repairSmallTensors(tf: Core, id: 'webgl' | 'webgpu', handsOver: HandsOver = never): void {
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
  replaceKernel(tf, id, 'TopK', (original) => (params) => {
    const x = params.inputs.x as TensorInfo
    const backend = params.backend as GpuBackend
    const [k, length] = [params.attrs?.k as number, x.shape.at(-1) ?? 0]
    const isNumeric = x.dtype === 'float32' || x.dtype === 'int32'
    if (!isNumeric || length === 0 || k === 0 || !(backend.shouldExecuteOnCPU([x]) || handsOver(length, k)))
      return original(params)
    const { values, places } = topK(backend.readSync(x.dataId) as Float32Array, length, k)
    const shape = [...x.shape.slice(0, -1), k]
    return [backend.makeTensorInfo(shape, x.dtype, values), backend.makeTensorInfo(shape, 'int32', places)]
  })
}
