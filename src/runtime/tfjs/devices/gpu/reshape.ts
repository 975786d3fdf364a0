import type { KernelBackend, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

/** Gives a tensor another shape with the backend's kernel; both count as users of the data. */
export function reshaperOf(tf: Core, id: string, backend: KernelBackend) {
  const kernel = tf.getKernel('Reshape', id)
  return (x: TensorInfo, shape: number[]): TensorInfo =>
    kernel.kernelFunc({ inputs: { x }, attrs: { shape }, backend }) as TensorInfo
}
