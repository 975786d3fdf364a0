import { EngineError } from '../../../base/errors.ts'
import { Cursor } from './table.ts'

/**
 * A string tensor: all lengths as varints, the checksum of the lengths, then the concatenated strings
 * (tensor_bundle.cc, WriteStringTensor). `checked` holds the bytes that the entry's checksum covers: lengths as uint32,
 * the rest unchanged.
 */
export function splitStrings(
  bytes: Uint8Array<ArrayBuffer>,
  count: number,
  path: string,
): { readonly strings: readonly Uint8Array[]; readonly checked: readonly Uint8Array[] } {
  if (count > bytes.length)
    throw new EngineError('model-invalid', `${path} states more strings than it has bytes for.`, '')
  const cursor = new Cursor(bytes, path)
  const lengths = Uint32Array.from({ length: count }, () => cursor.varint())
  const checksum = cursor.take(4)
  const strings = Array.from(lengths, (length) => cursor.take(length))
  return { strings, checked: [new Uint8Array(lengths.buffer), checksum, ...strings] }
}
