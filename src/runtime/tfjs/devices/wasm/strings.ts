import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

/** Kernels that move or compare elements; tfjs's Wasm versions abort the whole module when given strings. */
const kernels = [
  'Equal',
  'GatherNd',
  'GatherV2',
  'NotEqual',
  'Reverse',
  'Select',
  'SparseToDense',
  'StridedSlice',
  'Tile',
  'Transpose',
] as const

/** Numbers distinct strings; 0 is the empty string, which is also what a gather out of range returns. */
class Dictionary {
  readonly #ids = new Map<string, number>([['', 0]])
  readonly #bytes: Uint8Array[] = [new Uint8Array()]
  readonly #decoder = new TextDecoder('latin1')

  idOf(bytes: Uint8Array): number {
    const key = this.#decoder.decode(bytes)
    const known = this.#ids.get(key)
    if (known !== undefined) return known
    const id = this.#bytes.push(bytes) - 1
    this.#ids.set(key, id)
    return id
  }

  bytesOf(id: number): Uint8Array {
    return this.#bytes[id] ?? new Uint8Array()
  }
}

/** Runs `kernel` on numbers that represent the strings, and maps its output back to strings. */
function runOnStringIds(kernel: KernelFunc, { inputs, attrs, backend }: Parameters<KernelFunc>[0]): TensorInfo {
  const wasm = backend as BackendWasm
  const dictionary = new Dictionary()
  const numbered: TensorInfo[] = []
  const toNumbers = (info: TensorInfo): TensorInfo => {
    if (info.dtype !== 'string') return info
    const strings = wasm.readSync(info.dataId) as Uint8Array[]
    const ids = Int32Array.from(strings, (bytes) => dictionary.idOf(bytes))
    const made = wasm.makeOutput(info.shape, 'int32', undefined, ids)
    numbered.push(made)
    return made
  }
  try {
    const given = Object.fromEntries(
      Object.entries(inputs).map(([name, info]) => [name, toNumbers(info as TensorInfo)]),
    )
    const output = kernel({ inputs: given, ...(attrs === undefined ? {} : { attrs }), backend }) as TensorInfo
    if (output.dtype === 'bool') return output
    numbered.push(output)
    const strings = Array.from(wasm.typedArrayFromHeap(output), (id) => dictionary.bytesOf(id))
    return wasm.makeOutput(output.shape, 'string', undefined, strings)
  } finally {
    for (const info of numbered) wasm.disposeData(info.dataId)
  }
}

let repaired = false

/** Adds string support to the kernels above; other dtypes go to the original kernel. */
export function repairStrings(tf: Core): void {
  if (repaired) return
  for (const name of kernels) {
    const config = tf.getKernel(name, 'wasm')
    if (config === undefined) continue
    const kernelFunc: KernelFunc = (params) => {
      const strings = Object.values(params.inputs).some((info) => (info as TensorInfo | undefined)?.dtype === 'string')
      return strings ? runOnStringIds(config.kernelFunc, params) : config.kernelFunc(params)
    }
    tf.unregisterKernel(name, 'wasm')
    tf.registerKernel({ ...config, kernelFunc })
  }
  repaired = true
}
