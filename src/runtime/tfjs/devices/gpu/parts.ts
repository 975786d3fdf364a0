import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import { replaceKernel } from '../replace.ts'
import { reshaperOf } from './reshape.ts'

const repaired = new Set<string>()

/** The parts of a complex tensor keep the shape that they had when it was made, even after it was reshaped. */
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
