import type { Tensor } from '@tensorflow/tfjs-core'
import type { TensorData, TensorValue } from '../../base/tensor.ts'
import type { Core } from './packages.ts'

/** Creates a tensor on the current backend, without copying the array if the backend allows it. */
export function toTensor(tf: Core, { dtype, shape, data }: TensorValue): Tensor {
  const dims = [...shape]
  if (dtype === 'complex64') {
    const interleaved = data as Float32Array
    const half = interleaved.length / 2
    const part = (offset: number): Float32Array =>
      Float32Array.from({ length: half }, (_, i) => interleaved[2 * i + offset] ?? 0)
    return tf.tidy(() => tf.complex(tf.tensor(part(0), dims), tf.tensor(part(1), dims)))
  }
  if (dtype === 'string') return tf.tensor([...(data as readonly string[])], dims, 'string')
  return tf.tensor(data as Float32Array | Int32Array | Uint8Array, dims, dtype)
}

/**
 * Waits for a tensor's values; never reads synchronously. If `shared`, an input or a weight uses the same array, so it
 * is copied.
 */
export async function readTensor(tensor: Tensor, shared: (buffer: ArrayBufferLike) => boolean): Promise<TensorValue> {
  const dtype = tensor.dtype
  const data: unknown = await tensor.data()
  return { dtype, shape: [...tensor.shape], data: toData(dtype, data, shared) }
}

function toData(dtype: TensorValue['dtype'], data: unknown, shared: (buffer: ArrayBufferLike) => boolean): TensorData {
  if (dtype === 'string') return data as readonly string[]
  const values = data as Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer> | Uint8Array<ArrayBuffer>
  if (dtype === 'int32')
    return values instanceof Int32Array && !shared(values.buffer) ? values : Int32Array.from(values)
  if (dtype === 'bool') return values instanceof Uint8Array && !shared(values.buffer) ? values : Uint8Array.from(values)
  return values instanceof Float32Array && !shared(values.buffer) ? values : Float32Array.from(values)
}
