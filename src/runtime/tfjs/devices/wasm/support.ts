import { messageOf } from '../../../../base/errors.ts'
import type { RuntimeEnvironment } from '../../../environment.ts'

/** A module with one function that returns a zero vector: valid only if SIMD is supported. */
const simdModule = new Uint8Array([
  0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 22, 1, 20, 0, 253, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, 0, 0, 0, 0, 11,
])

const emptyModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])

/** What the Wasm backend may use in this browser. */
export interface WasmSupport {
  readonly simd: boolean
  readonly threads: number
  /** Why there is one thread, as the end of a sentence; empty with several. */
  readonly why: string
}

export function wasmSupport(environment: RuntimeEnvironment): WasmSupport {
  const simd = environment.validateWasm?.(simdModule) ?? false
  if (!simd) return { simd, threads: 1, why: ': threads need SIMD' }
  return { simd, ...threadsFor(environment) }
}

/**
 * tfjs's own cap, repeated here so that a single thread can avoid the threaded build, which starts ten times slower.
 */
function threadsFor({ crossOriginIsolated, sharedMemory, processors }: RuntimeEnvironment): Omit<WasmSupport, 'simd'> {
  if (!crossOriginIsolated) return { threads: 1, why: ': the page is not cross-origin isolated' }
  if (!sharedMemory) return { threads: 1, why: ': this browser has no shared memory' }
  const threads = Math.max(1, Math.min(4, Math.floor(processors / 2)))
  return { threads, why: threads === 1 ? `: the device has ${processors} logical processors` : '' }
}

export function describeSupport({ simd, threads, why }: WasmSupport): string {
  return `${simd ? 'SIMD' : 'no SIMD'}, ${threads} ${threads === 1 ? 'thread' : 'threads'}${why}`
}

/** Why Wasm is unusable; `null` if it works. A policy that forbids compiling still allows `WebAssembly.validate`. */
export function wasmRefusal({ compileWasm }: RuntimeEnvironment): string | null {
  if (compileWasm === undefined) return 'this browser has no WebAssembly'
  try {
    compileWasm(emptyModule)
    return null
  } catch (error) {
    return `the browser refuses to compile WebAssembly: ${messageOf(error)}`
  }
}

/** The build of tfjs-backend-wasm that is used. */
export function binaryName({ simd, threads }: WasmSupport): string {
  const variant = simd ? (threads > 1 ? '-threaded-simd' : '-simd') : ''
  return `tfjs-backend-wasm${variant}.wasm`
}
