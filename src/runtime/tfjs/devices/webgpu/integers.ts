import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu'
import type { DataType, KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

type Params = Parameters<KernelFunc>[0]

/** Kernels that transpose internally, and their output dtype for int32 and bool; `null` if they set it themselves. */
const transposing: readonly (readonly [kernel: string, dtype: ((dtype: DataType) => DataType) | null])[] = [
  ...['Transpose', 'Max', 'Min', 'Cumsum', 'Cumprod'].map((kernel) => [kernel, (dtype: DataType) => dtype] as const),
  ...['Sum', 'Prod'].map((kernel) => [kernel, (): DataType => 'int32'] as const),
  ...['All', 'Any', 'Mean', 'ArgMax', 'ArgMin'].map((kernel) => [kernel, null] as const),
]

const isWhole = ({ dtype }: TensorInfo) => dtype === 'int32' || dtype === 'bool'

let repaired = false

/**
 * In tfjs 4.22, the WebGPU backend generates invalid WGSL for transposing int32 and bool, and also for tensors cast
 * from them to float32, because its cast only relabels the data. Here the cast creates real floats, with `Ceil`, and
 * kernels that transpose work on those. Like all arithmetic of that backend, this is exact up to 2²⁴.
 */
export function repairIntegers(tf: Core): void {
  const [cast, ceil] = [tf.getKernel('Cast', 'webgpu'), tf.getKernel('Ceil', 'webgpu')]
  if (repaired || cast === undefined || ceil === undefined) return
  const dispose = ({ backend }: Params, { dataId }: TensorInfo) => (backend as WebGPUBackend).disposeData(dataId)
  const castTo = (params: Params, x: TensorInfo, dtype: DataType): TensorInfo => {
    const { backend } = params
    const named = cast.kernelFunc({ inputs: { x }, attrs: { dtype }, backend }) as TensorInfo
    if (dtype !== 'float32' || !isWhole(x)) return named
    const output = ceil.kernelFunc({ inputs: { x: named }, backend }) as TensorInfo
    dispose(params, named)
    return output
  }
  replace(tf, 'Cast', () => (params) => {
    return castTo(params, params.inputs.x as TensorInfo, params.attrs?.dtype as DataType)
  })
  for (const [name, dtypeOf] of transposing)
    replace(tf, name, (kernelFunc) => (params) => {
      const x = params.inputs.x as TensorInfo
      // Small tensors in memory are transposed on the CPU, exactly.
      if (!isWhole(x) || (params.backend as WebGPUBackend).shouldExecuteOnCPU([x])) return kernelFunc(params)
      const floats = castTo(params, x, 'float32')
      const output = kernelFunc({ ...params, inputs: { ...params.inputs, x: floats } }) as TensorInfo
      dispose(params, floats)
      if (dtypeOf === null) return output
      const whole = castTo(params, output, dtypeOf(x.dtype))
      dispose(params, output)
      return whole
    })
  repaired = true
}

function replace(tf: Core, name: string, by: (kernelFunc: KernelFunc) => KernelFunc): void {
  const config = tf.getKernel(name, 'webgpu')
  if (config === undefined) return
  tf.unregisterKernel(name, 'webgpu')
  tf.registerKernel({ ...config, kernelFunc: by(config.kernelFunc) })
}
