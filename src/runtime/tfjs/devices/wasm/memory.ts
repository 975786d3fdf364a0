import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelBackend } from '@tensorflow/tfjs-core'
import { plainArithmetic } from '../../../../base/arithmetic.ts'
import type { WasmModule } from '../../gemm/products.ts'
import type { RunningBackend } from '../backend.ts'
import { arithmeticOn } from './arithmetic.ts'

/** Members that are public in the Wasm backend's class but absent from core's backend type. */
interface WasmBackend {
  readonly wasm: { _malloc(bytes: number): number }
}

/**
 * Turns a failed allocation into an error. `malloc` returns 0 if the heap cannot grow, and tfjs then writes the tensor
 * to address 0, over its own data: wrong numbers without an error.
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

/** Bytes of the heap that hold no tensor: it grows but never shrinks. */
export function spareIn(backend: KernelBackend, tensors: number): number {
  const { wasm } = backend as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } }
  return Math.max(0, wasm.HEAPU8.buffer.byteLength - tensors)
}

/** Allocates tensors whose values are written directly to the heap. */
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
 * The backend's heap, for our own Wasm modules; `null` if it is not accessible, or if it is shared between threads, for
 * which a module has to be compiled differently.
 */
export function ownMemory(backend: BackendWasm): WebAssembly.Memory | null {
  const { memory } = (backend.wasm as unknown as { readonly asm: { readonly memory?: unknown } }).asm
  return memory instanceof WebAssembly.Memory && memory.buffer instanceof ArrayBuffer ? memory : null
}
