import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

/** Kernel → the result for no elements. */
const ofNothing: Readonly<Record<string, number>> = {
  All: 1,
  Any: 0,
  Max: Number.NEGATIVE_INFINITY,
  Min: Number.POSITIVE_INFINITY,
  Mean: Number.NaN,
  Prod: 1,
  Sum: 0,
}

/** `Max` has another name for its axes. */
interface Attributes {
  readonly axis?: number[]
  readonly reductionIndices?: number[]
  readonly keepDims: boolean
}

let repaired = false

/** Reductions of empty tensors: the kernels return what was in memory, or divide by zero, which stops the module. */
export function repairReductions(tf: Core): void {
  if (repaired) return
  for (const [name, value] of Object.entries(ofNothing)) {
    const config = tf.getKernel(name, 'wasm')
    if (config === undefined) continue
    const kernelFunc: KernelFunc = (params) => {
      const x = params.inputs.x as TensorInfo
      if (!x.shape.includes(0)) return config.kernelFunc(params)
      const { axis, reductionIndices, keepDims } = params.attrs as unknown as Attributes
      const axes = tf.util.parseAxisParam(axis ?? reductionIndices ?? [], x.shape)
      const shape = x.shape.flatMap((dim, i) => (axes.includes(i) ? (keepDims ? [1] : []) : [dim]))
      const wasm = params.backend as BackendWasm
      const output = wasm.makeOutput(shape, x.dtype)
      const values = wasm.typedArrayFromHeap(output)
      const isWhole = x.dtype === 'int32' && !Number.isFinite(value)
      values.fill(isWhole ? (value < 0 ? -(2 ** 31) : 2 ** 31 - 1) : value)
      return output
    }
    tf.unregisterKernel(name, 'wasm')
    tf.registerKernel({ ...config, kernelFunc })
  }
  repaired = true
}
