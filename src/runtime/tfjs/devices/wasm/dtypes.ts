import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

type Params = Parameters<KernelFunc>[0]
type Repair = (kernel: KernelFunc, params: Params) => TensorInfo

/** Runs a kernel that moves four bytes an element on booleans, which have one: it would read and write beyond their ends. */
const overBools: Repair = (kernel, params) => {
  const wasm = params.backend as BackendWasm
  const made: TensorInfo[] = []
  const widened = ([name, info]: [string, unknown]) => {
    const x = info as TensorInfo
    // The condition of a choice is read as bytes.
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

/** The four-byte words of a tensor, whatever they are called. */
function wordsOf(wasm: BackendWasm, info: TensorInfo): Int32Array {
  const { buffer, byteOffset, length } = wasm.typedArrayFromHeap(info) as Float32Array
  return new Int32Array(buffer, byteOffset, length)
}

/** Integers that a kernel has moved rightly and calls float32. */
const calledFloat: Repair = (kernel, params) => {
  const wasm = params.backend as BackendWasm
  const output = kernel(params) as TensorInfo
  if (output.dtype === 'int32') return output
  const named = wasm.makeOutput(output.shape, 'int32')
  wasm.typedArrayFromHeap(named).set(wordsOf(wasm, output))
  wasm.disposeData(output.dataId)
  return named
}

/** Integers that a kernel has turned into the floats of the same value. */
const turnedFloat: Repair = (kernel, params) => {
  const wasm = params.backend as BackendWasm
  const output = kernel(params) as TensorInfo
  if (output.dtype === 'int32') return output
  const whole = wasm.makeOutput(output.shape, 'int32')
  wasm.typedArrayFromHeap(whole).set(wasm.typedArrayFromHeap(output) as Float32Array)
  wasm.disposeData(output.dataId)
  return whole
}

/** The kernel takes the bits of integers for those of floats. */
const clip: Repair = (_, { inputs, attrs, backend }) => {
  const wasm = backend as BackendWasm
  const x = inputs.x as TensorInfo
  const { clipValueMin, clipValueMax } = attrs as unknown as { clipValueMin: number; clipValueMax: number }
  const output = wasm.makeOutput(x.shape, 'int32')
  const [from, to] = [wasm.typedArrayFromHeap(x), wasm.typedArrayFromHeap(output)]
  for (let i = 0; i < to.length; i++) to[i] = Math.min(Math.max(from[i] ?? 0, clipValueMin), clipValueMax)
  return output
}

/** The kernel divides integers as float32, which has 24 bits for them; float64 has enough. */
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
    quotients[i] = Math.floor((dividends[place(i, shape, left)] ?? 0) / (divisors[place(i, shape, right)] ?? 1))
  return output
}

/** Sizes with as many 1s before them as the rank asks for. */
function padded(shape: readonly number[], rank: number): readonly number[] {
  return [...new Array<number>(rank - shape.length).fill(1), ...shape]
}

/** Where element `i` of a tensor of shape `shape` is read from in one that is broadcast to it. */
function place(i: number, shape: readonly number[], from: readonly number[]): number {
  let [rest, stride, index] = [i, 1, 0]
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 1
    if (from[axis] !== 1) index += (rest % size) * stride
    stride *= from[axis] ?? 1
    rest = Math.floor(rest / size)
  }
  return index
}

/** Kernel → its first tensor of data, and what is done where that one has the dtype. */
const repairs: readonly {
  readonly kernel: string
  readonly data: string
  readonly bool?: Repair
  readonly int32?: Repair
}[] = [
  { kernel: 'Reverse', data: 'x', bool: overBools },
  { kernel: 'Select', data: 't', bool: overBools },
  { kernel: 'StridedSlice', data: 'x', bool: overBools, int32: calledFloat },
  { kernel: 'ResizeNearestNeighbor', data: 'images', int32: turnedFloat },
  { kernel: 'ClipByValue', data: 'x', int32: clip },
  { kernel: 'FloorDiv', data: 'a', int32: divide },
]

let repaired = false

/** Mends kernels that were written for float32 alone. What a pass can see beforehand, the graph's passes have gone round already. */
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
