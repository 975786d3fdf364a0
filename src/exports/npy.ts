import { EngineError } from '../base/errors.ts'
import type { DType, TensorValue } from '../base/tensor.ts'
import type { ExportKind } from './contract.ts'
import { outputAt } from './output.ts'

const descriptions: Readonly<Record<Exclude<DType, 'string'>, string>> = {
  float32: '<f4',
  int32: '<i4',
  bool: '|b1',
  complex64: '<c8',
}

/** One output as a NumPy array file, with its own dtype and shape. */
export const npy = {
  id: 'npy',
  label: '.npy',
  about: '',
  whole: false,
  extension: 'npy',
  mime: 'application/octet-stream',
  statesModel: false,
  fits: ({ dtype }) => dtype !== 'string',
  make: async (result, { output }) => {
    const { name, value } = outputAt(result, output)
    return npyOf(value, `output ${name}`)
  },
} as const satisfies ExportKind

/**
 * NumPy's format 1.0 (numpy.lib.format): magic, version, header length, a header padded to a multiple of 64 bytes, then
 * the elements, row-major and little-endian. Raises `known-but-unsupported` for strings, which NumPy can only pickle.
 */
export function npyOf({ dtype, shape, data }: TensorValue, what: string): Uint8Array<ArrayBuffer> {
  if (dtype === 'string' || !ArrayBuffer.isView(data)) {
    throw new EngineError(
      'known-but-unsupported',
      `Numbers were expected for a .npy file; ${what} holds strings.`,
      'Export it as CSV or JSON.',
    )
  }
  const size = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const fields = `{'descr': '${descriptions[dtype]}', 'fortran_order': False, 'shape': (${size}), }`
  const start = Math.ceil((10 + fields.length + 1) / 64) * 64
  const file = new Uint8Array(start + data.byteLength)
  file.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0])
  new DataView(file.buffer).setUint16(8, start - 10, true)
  file.set(new TextEncoder().encode(`${fields.padEnd(start - 11)}\n`), 10)
  file.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), start)
  return file
}
