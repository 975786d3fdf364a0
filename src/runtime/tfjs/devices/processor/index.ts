import type { KernelFunc } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import { argumentKernels } from './arguments.ts'
import type { Processor } from './processor.ts'
import { windowKernels } from './windows.ts'

const repaired = new Set<string>()

/** Replaces kernels that are wrong on both backends of the processor. */
export function repairOnProcessor(tf: Core, processor: Processor): void {
  if (repaired.has(processor.id)) return
  repaired.add(processor.id)
  for (const [name, replacement] of [...windowKernels, ...argumentKernels]) {
    const config = tf.getKernel(name, processor.id)
    if (config === undefined) continue
    const kernelFunc: KernelFunc = (params) => replacement({ tf, processor, params, original: config.kernelFunc })
    tf.unregisterKernel(name, processor.id)
    tf.registerKernel({ ...config, kernelFunc })
  }
}
