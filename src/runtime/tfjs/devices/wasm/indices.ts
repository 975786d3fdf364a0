import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { KernelFunc, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

type Params = Parameters<KernelFunc>[0]

interface Places {
  readonly indices: TensorInfo
  /** The dimensions that a row of indices addresses. */
  readonly into: readonly number[]
}

const shapeOf = (info: unknown) => (info as TensorInfo).shape
const attribute = ({ attrs }: Params, key: string) =>
  (attrs as unknown as Readonly<Record<string, readonly number[]>>)[key]

const rows: readonly { readonly kernel: string; readonly places: (params: Params) => Places }[] = [
  {
    kernel: 'GatherNd',
    places: ({ inputs }) => ({ indices: inputs.indices as TensorInfo, into: shapeOf(inputs.params) }),
  },
  {
    kernel: 'ScatterNd',
    places: (params) => ({ indices: params.inputs.indices as TensorInfo, into: attribute(params, 'shape') ?? [] }),
  },
  {
    kernel: 'SparseToDense',
    places: (params) => ({
      indices: params.inputs.sparseIndices as TensorInfo,
      into: attribute(params, 'outputShape') ?? [],
    }),
  },
  {
    kernel: 'TensorScatterUpdate',
    places: ({ inputs }) => ({ indices: inputs.indices as TensorInfo, into: shapeOf(inputs.tensor) }),
  },
]

/** Numbers per index: the last dimension; 1 for a vector of indices into a vector. */
function widthOf({ indices: { shape }, into }: Places): number {
  return shape.length < 2 && into.length === 1 ? 1 : (shape.at(-1) ?? 1)
}

/** Raises an `Error` with the message of the CPU kernels. */
function check(wasm: BackendWasm, places: Places): void {
  const { indices, into } = places
  const width = widthOf(places)
  const values = wasm.typedArrayFromHeap(indices)
  for (let i = 0; i < values.length; i++) {
    const dim = into[i % width]
    const value = values[i] ?? -1
    if (dim !== undefined && value >= 0 && value < dim) continue
    const row = values.slice(i - (i % width), i - (i % width) + width)
    throw new Error(`Invalid indices: ${row.join(',')} does not index into ${into.join(',')}`)
  }
}

let repaired = false

/**
 * Makes kernels reject out-of-range indices, as the CPU kernels do: those of Wasm read and write arbitrary heap memory.
 */
export function repairIndices(tf: Core): void {
  if (repaired) return
  for (const { kernel: name, places } of rows) {
    const config = tf.getKernel(name, 'wasm')
    if (config === undefined) continue
    const kernelFunc: KernelFunc = (params) => {
      check(params.backend as BackendWasm, places(params))
      return config.kernelFunc(params)
    }
    tf.unregisterKernel(name, 'wasm')
    tf.registerKernel({ ...config, kernelFunc })
  }
  repaired = true
}
