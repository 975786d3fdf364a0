import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'
import { reshaperOf } from './reshape.ts'

const repaired = new Set<string>()

/** tfjs reshapes a complex tensor without its real and imaginary parts, so their kernels return the old shape. */
export function repairParts(tf: Core, id: 'webgl' | 'webgpu'): void {
  if (repaired.has(id)) return
  repaired.add(id)
  for (const name of ['Real', 'Imag', 'ComplexAbs'])
    replaceKernel(tf, id, name, (original) => (params) => {
      const backend = params.backend as KernelBackend
      const part = original(params) as TensorInfo
      const whole = (params.inputs.input ?? params.inputs.x) as TensorInfo
      const output = reshaperOf(tf, id, backend)(part, whole.shape)
      backend.disposeData(part.dataId)
      return output
    })
}
