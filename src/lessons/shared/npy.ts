import { sizeOf } from '../../base/tensor.ts'

/** A NumPy file of float32 with values between 0 and 1. */
export function npy(shape: readonly number[]): Blob {
  const header = `{'descr': '<f4', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`
  const length = Math.ceil((header.length + 11) / 64) * 64 - 10
  const head = new Uint8Array(10 + length).fill(0x20)
  head.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8])
  head.set(new TextEncoder().encode(header), 10)
  head[head.length - 1] = 0x0a
  const values = new Uint8Array(4 * sizeOf(shape))
  const view = new DataView(values.buffer)
  for (let i = 0; i < values.length / 4; i++) view.setFloat32(4 * i, (i % 256) / 255, true)
  return new Blob([head, values])
}
