import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

let repaired = false

/**
 * Replaces the Wasm backend's Cast to bool. tfjs 4.22 stores the number truncated to a byte, so 0.3 and 256 become
 * false; TensorFlow's cast is "not zero". Detectors from the TensorFlow 2 model zoo lose most of their boxes because of
 * it.
 */
export function repairCast(tf: Core): void {
  const config = repaired ? undefined : tf.getKernel('Cast', 'wasm')
  if (config === undefined) return
  const cast: KernelFunc = (params) => {
    const x = params.inputs.x as TensorInfo
    if (params.attrs?.dtype !== 'bool' || x.dtype === 'bool') return config.kernelFunc(params)
    const backend = params.backend as BackendWasm
    const output = backend.makeOutput(x.shape, 'bool')
    const values = backend.typedArrayFromHeap(x)
    const bits = backend.typedArrayFromHeap(output)
    for (let i = 0; i < bits.length; i++) bits[i] = values[i] === 0 ? 0 : 1
    return output
  }
  tf.unregisterKernel('Cast', 'wasm')
  tf.registerKernel({ ...config, kernelFunc: cast })
  repaired = true
}
