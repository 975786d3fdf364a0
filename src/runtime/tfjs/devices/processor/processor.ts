import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

export type Params = Parameters<KernelFunc>[0]

/** A backend whose tensors can be read and written at once. */
export interface Processor {
  readonly id: 'cpu' | 'wasm'
  /** The values of a tensor, not a copy. */
  values(backend: object, tensor: TensorInfo): Float32Array | Int32Array
  create(backend: object, shape: number[], dtype: 'float32' | 'int32' | 'bool'): TensorInfo
}

export interface Call {
  readonly tf: Core
  readonly processor: Processor
  readonly params: Params
  readonly original: KernelFunc
}

/** Kernel → its replacement. */
export type Replacement = readonly [name: string, kernel: (call: Call) => TensorInfo | TensorInfo[]]
