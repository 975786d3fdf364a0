import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelBackend, KernelFunc, NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { WasmModule } from '../../../gemm/products.ts'
import type { Core } from '../../../packages.ts'
import { ownMemory } from '../memory.ts'
import { plainVectors, type Vectors, vectorsOn } from './vectors.ts'

/** A call of a kernel on the Wasm backend. */
export interface Call {
  readonly inputs: Readonly<Record<string, TensorInfo | undefined>>
  readonly attrs: Readonly<Record<string, unknown>>
  readonly backend: BackendWasm
  readonly vectors: Vectors
  readonly values: (tensor: TensorInfo) => Float32Array
  /** Runs the kernel of TensorFlow.js, with other attributes if they are given. */
  readonly original: (attrs?: Readonly<Record<string, unknown>>) => TensorInfo
}

const vectorsOf = new WeakMap<object, Vectors>()

/** Chooses SIMD or plain JavaScript for the replaced kernels of a backend. */
export function provideVectors(backend: KernelBackend): void {
  const memory = ownMemory(backend as BackendWasm)
  const wasm = (backend as BackendWasm).wasm as unknown as WasmModule
  vectorsOf.set(backend, (memory === null ? null : vectorsOn(memory, wasm)) ?? plainVectors)
}

/** Replaces a kernel for float32; for other dtypes of the first operand it stays. */
export function replaceKernel(tf: Core, name: string, operand: string, kernel: (call: Call) => TensorInfo): void {
  const config = tf.getKernel(name, 'wasm')
  if (config === undefined) return
  const kernelFunc: KernelFunc = (params) => {
    const inputs = params.inputs as Call['inputs']
    if (inputs[operand]?.dtype !== 'float32') return config.kernelFunc(params)
    const backend = params.backend as BackendWasm
    const attrs = params.attrs as unknown as Call['attrs']
    return kernel({
      inputs,
      attrs,
      backend,
      vectors: vectorsOf.get(backend) ?? plainVectors,
      values: (tensor) => backend.typedArrayFromHeap(tensor) as Float32Array,
      original: (own = attrs) => config.kernelFunc({ ...params, attrs: own as NamedAttrMap }) as TensorInfo,
    })
  }
  tf.unregisterKernel(name, 'wasm')
  tf.registerKernel({ ...config, kernelFunc })
}
