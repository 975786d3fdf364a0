import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'
import { broadcastPlace, padded } from './broadcast.ts'

type Params = Parameters<KernelFunc>[0]
type Repair = (kernel: KernelFunc, params: Params) => TensorInfo

/**
 * Widens booleans for a kernel that moves four bytes per element: on single bytes it reads and writes out of bounds.
 */
const widenBools: Repair = (kernel, params) => {
  const wasm = params.backend as BackendWasm
  const made: TensorInfo[] = []
  const widened = ([name, info]: [string, unknown]) => {
    const x = info as TensorInfo
    // `Select` reads its condition as bytes.
    if (x.dtype !== 'bool' || name === 'condition') return [name, x] as const
    const wide = wasm.makeOutput(x.shape, 'int32')
    wasm.typedArrayFromHeap(wide).set(wasm.typedArrayFromHeap(x) as Uint8Array)
    made.push(wide)
    return [name, wide] as const
  }
  try {
    const inputs = Object.fromEntries(Object.entries(params.inputs).map(widened))
    const output = kernel({ ...params, inputs }) as TensorInfo
    made.push(output)
    const words = wordsOf(wasm, output)
    const narrow = wasm.makeOutput(output.shape, 'bool')
    const bits = wasm.typedArrayFromHeap(narrow)
    for (let i = 0; i < bits.length; i++) bits[i] = words[i] === 0 ? 0 : 1
    return narrow
  } finally {
    for (const { dataId } of made) wasm.disposeData(dataId)
  }
}

/** The 32-bit words of a tensor, whatever its dtype. */
function wordsOf(wasm: BackendWasm, info: TensorInfo): Int32Array {
  const { buffer, byteOffset, length } = wasm.typedArrayFromHeap(info) as Float32Array
  return new Int32Array(buffer, byteOffset, length)
}

/** The kernel moves integers correctly but labels them float32. */
const relabelInt32: Repair = (kernel, params) => {
  const wasm = params.backend as BackendWasm
  const output = kernel(params) as TensorInfo
  if (output.dtype === 'int32') return output
  const named = wasm.makeOutput(output.shape, 'int32')
  wasm.typedArrayFromHeap(named).set(wordsOf(wasm, output))
  wasm.disposeData(output.dataId)
  return named
}

/** The kernel converts integers to floats of the same value. */
const floatsToInt32: Repair = (kernel, params) => {
  const wasm = params.backend as BackendWasm
  const output = kernel(params) as TensorInfo
  if (output.dtype === 'int32') return output
  const whole = wasm.makeOutput(output.shape, 'int32')
  wasm.typedArrayFromHeap(whole).set(wasm.typedArrayFromHeap(output) as Float32Array)
  wasm.disposeData(output.dataId)
  return whole
}

/** The kernel interprets the bits of integers as floats. */
const clip: Repair = (_, { inputs, attrs, backend }) => {
  const wasm = backend as BackendWasm
  const x = inputs.x as TensorInfo
  const { clipValueMin, clipValueMax } = attrs as unknown as { clipValueMin: number; clipValueMax: number }
  const output = wasm.makeOutput(x.shape, 'int32')
  const [from, to] = [wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(output)]
  for (let i = 0; i < to.length; i++) to[i] = Math.min(Math.max(from[i] ?? 0, clipValueMin), clipValueMax)
  return output
}

/** The kernel divides integers as float32, with 24 bits of precision; float64 is exact. */
const divide: Repair = (_, { inputs, backend }) => {
  const wasm = backend as BackendWasm
  const [a, b] = [inputs.a as TensorInfo, inputs.b as TensorInfo]
  const rank = Math.max(a.shape.length, b.shape.length)
  const [left, right] = [padded(a.shape, rank), padded(b.shape, rank)]
  const shape = left.map((size, axis) => (size === 1 ? (right[axis] ?? 1) : size))
  const output = wasm.makeOutput(shape, 'int32')
  const quotients = wasm.typedArrayFromHeap(output)
  const [dividends, divisors] = [wasm.typedArrayFromHeap(a), wasm.typedArrayFromHeap(b)]
  for (let i = 0; i < quotients.length; i++)
    quotients[i] = Math.floor(
      (dividends[broadcastPlace(i, shape, left)] ?? 0) / (divisors[broadcastPlace(i, shape, right)] ?? 1),
    )
  return output
}

/** Kernel → its data operand, and the repair for each dtype of that operand. */
const repairs: readonly {
  readonly kernel: string
  readonly data: string
  readonly bool?: Repair
  readonly int32?: Repair
}[] = [
  { kernel: 'Reverse', data: 'x', bool: widenBools },
  { kernel: 'Select', data: 't', bool: widenBools },
  { kernel: 'StridedSlice', data: 'x', bool: widenBools, int32: relabelInt32 },
  { kernel: 'ResizeNearestNeighbor', data: 'images', int32: floatsToInt32 },
  { kernel: 'ClipByValue', data: 'x', int32: clip },
  { kernel: 'FloorDiv', data: 'a', int32: divide },
]

let repaired = false

/**
 * Fixes kernels that were written for float32 only. The graph's passes already work around the cases that are known
 * statically.
 */
export function repairDtypes(tf: Core): void {
  if (repaired) return
  for (const { kernel: name, data, ...by } of repairs) {
    const config = tf.getKernel(name, 'wasm')
    if (config === undefined) continue
    const kernelFunc: KernelFunc = (params) => {
      const dtype = (params.inputs[data] as TensorInfo | undefined)?.dtype
      const repair = dtype === 'bool' || dtype === 'int32' ? by[dtype] : undefined
      return repair === undefined ? config.kernelFunc(params) : repair(config.kernelFunc, params)
    }
    tf.unregisterKernel(name, 'wasm')
    tf.registerKernel({ ...config, kernelFunc })
  }
  repaired = true
}
