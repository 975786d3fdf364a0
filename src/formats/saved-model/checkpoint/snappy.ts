import { EngineError } from '../../../base/errors.ts'

/** Largest accepted block; index blocks are kilobytes. */
const largest = 64 * 2 ** 20

/**
 * Decompresses a block in the raw Snappy format (google/snappy, format_description.txt). Raises `model-invalid` if it
 * is damaged; `path` is for the message.
 */
export function inflateSnappy(bytes: Uint8Array, path: string): Uint8Array<ArrayBuffer> {
  const damaged = () =>
    new EngineError(
      'model-invalid',
      `${path} is damaged: a Snappy block cannot be decompressed.`,
      'Copy or download the file again.',
    )
  const byte = (i: number): number => {
    const value = bytes[i]
    if (value === undefined) throw damaged()
    return value
  }
  let position = 0
  let length = 0
  for (let shift = 0; ; shift += 7) {
    const part = byte(position++)
    length += (part & 0x7f) * 2 ** shift
    if (part < 0x80) break
    if (shift > 28) throw damaged()
  }
  // Two bytes of input produce at most 64 bytes of output.
  if (length > largest || length > bytes.length * 32) throw damaged()
  const out = new Uint8Array(length)
  let filled = 0
  while (position < bytes.length) {
    const tag = byte(position++)
    const kind = tag & 3
    if (kind === 0) {
      let count = tag >> 2
      if (count >= 60) {
        const extra = count - 59
        count = little(byte, position, extra)
        position += extra
      }
      count++
      if (position + count > bytes.length || filled + count > length) throw damaged()
      out.set(bytes.subarray(position, position + count), filled)
      position += count
      filled += count
      continue
    }
    const width = kind === 1 ? 1 : kind === 2 ? 2 : 4
    const offset = little(byte, position, width) + (kind === 1 ? (tag >> 5) * 256 : 0)
    const count = kind === 1 ? 4 + ((tag >> 2) & 7) : 1 + (tag >> 2)
    position += width
    if (offset === 0 || offset > filled || filled + count > length) throw damaged()
    // Source and target may overlap: the copied bytes then repeat.
    for (let i = 0; i < count; i++) out[filled + i] = out[filled + i - offset] as number
    filled += count
  }
  if (filled !== length) throw damaged()
  return out
}

function little(byte: (i: number) => number, position: number, width: number): number {
  let value = 0
  for (let i = width - 1; i >= 0; i--) value = value * 256 + byte(position + i)
  return value
}
