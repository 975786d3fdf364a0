import type { KernelFunc } from '@tensorflow/tfjs-core'
import type { Core } from '../packages.ts'

/** Replaces a kernel of a backend, if it has one; at the start of the backend, once. */
export function replaceKernel(tf: Core, backend: string, name: string, by: (original: KernelFunc) => KernelFunc): void {
  const config = tf.getKernel(name, backend)
  if (config === undefined) return
  tf.unregisterKernel(name, backend)
  tf.registerKernel({ ...config, kernelFunc: by(config.kernelFunc) })
}
