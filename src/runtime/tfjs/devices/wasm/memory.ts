import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { plainArithmetic } from '../../../../base/arithmetic.ts'
import type { WasmModule } from '../../gemm/products.ts'
import type { RunningBackend } from '../backend.ts'
import { arithmeticOn } from './arithmetic.ts'

/** The part of the Wasm backend that is public in its class and absent from core's type of a backend. */
interface WasmBackend {
  readonly wasm: { _malloc(bytes: number): number }
}

/**
 * Makes a failed allocation an error. `malloc` answers 0 when the heap cannot grow, and tfjs then writes the tensor to
 * address 0, over its own data: wrong numbers without a word.
 */
export function guardAllocation(backend: KernelBackend): void {
  const { wasm } = backend as unknown as WasmBackend
  const allocate = wasm._malloc.bind(wasm)
  wasm._malloc = (bytes) => {
    const address = allocate(bytes)
    if (address === 0 && bytes > 0) throw new Error(`out of memory: the Wasm heap has no room for ${bytes} bytes`)
    return address
  }
}

/** Tensors whose values are written straight onto the heap. */
export function placeOn(backend: BackendWasm): NonNullable<RunningBackend['place']> {
  const memory = ownMemory(backend)
  const wasm = backend.wasm as unknown as WasmModule
  const arithmetic = (memory === null ? null : arithmeticOn(memory, wasm)) ?? plainArithmetic
  return (shape, write) => {
    const tensor = backend.makeOutput([...shape], 'float32')
    try {
      write(backend.typedArrayFromHeap(tensor) as Float32Array, arithmetic)
    } catch (error) {
      backend.disposeData(tensor.dataId)
      throw error
    }
    return tensor
  }
}

/**
 * The heap of the backend, for modules of ours; `null` where it cannot be reached, or is shared, as threads have it: a module
 * would have to be made for that.
 */
export function ownMemory(backend: BackendWasm): WebAssembly.Memory | null {
  const { memory } = (backend.wasm as unknown as { readonly asm: { readonly memory?: unknown } }).asm
  return memory instanceof WebAssembly.Memory && memory.buffer instanceof ArrayBuffer ? memory : null
}
