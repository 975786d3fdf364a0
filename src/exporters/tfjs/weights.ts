import { throwIfAborted } from '../../base/abort.ts'
import type { DType, TensorData } from '../../base/tensor.ts'
import type { Constant } from '../../graph/constant.ts'
import { smallest, toFloat16, toUint8 } from './quantise.ts'

/** How float32 weights are stored. */
export type Precision = 'float32' | 'float16' | 'uint8'

/** Shard size of TensorFlow.js's converter, which lets browsers cache and fetch shards in parallel, bytes. */
const shardBytes = 4 * 2 ** 20

export interface ManifestEntry {
  readonly name: string
  readonly shape: readonly number[]
  readonly dtype: DType
  readonly quantization?: {
    readonly dtype: 'uint8' | 'float16'
    readonly scale?: number
    readonly min?: number
    readonly original_dtype: 'float32'
  }
}

export interface WrittenWeights {
  readonly entries: readonly ManifestEntry[]
  readonly shards: readonly Blob[]
}

/**
 * Reads constants one by one and writes them consecutively into shards of 4 MiB; one constant and one shard are in
 * memory at a time. Raises what `Constant.read` raises, `cancelled`.
 */
export async function writeWeights(
  constants: ReadonlyMap<string, Constant>,
  precision: Precision,
  signal: AbortSignal | undefined,
  onWritten: (bytes: number) => void,
): Promise<WrittenWeights> {
  const entries: ManifestEntry[] = []
  const shards: Blob[] = []
  let parts: Uint8Array<ArrayBuffer>[] = []
  let filled = 0
  const close = () => {
    shards.push(new Blob(parts))
    parts = []
    filled = 0
  }
  for (const [name, constant] of constants) {
    throwIfAborted(signal)
    const { entry, bytes } = encode(name, constant, await constant.read(signal), precision)
    entries.push(entry)
    for (let start = 0; start < bytes.length; ) {
      const part = bytes.subarray(start, start + shardBytes - filled)
      parts.push(part)
      filled += part.length
      start += part.length
      if (filled === shardBytes) close()
    }
    onWritten(constant.bytes)
  }
  if (filled > 0 || shards.length === 0) close()
  return { entries, shards }
}

function encode(
  name: string,
  { dtype, shape }: Constant,
  data: TensorData,
  precision: Precision,
): { readonly entry: ManifestEntry; readonly bytes: Uint8Array<ArrayBuffer> } {
  const entry: ManifestEntry = { name, shape, dtype }
  if (!ArrayBuffer.isView(data)) return { entry, bytes: encodeStrings(data) }
  const plain = { entry, bytes: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) }
  if (dtype !== 'float32' || !(data instanceof Float32Array) || data.length < smallest) return plain
  if (precision === 'float16') {
    const halves = toFloat16(data)
    if (halves === null) return plain
    return {
      entry: { ...entry, quantization: { dtype: 'float16', original_dtype: 'float32' } },
      bytes: new Uint8Array(halves.buffer),
    }
  }
  const stored = precision === 'uint8' ? toUint8(data) : null
  if (stored === null) return plain
  return {
    entry: { ...entry, quantization: { dtype: 'uint8', ...stored.affine, original_dtype: 'float32' } },
    bytes: stored.bytes,
  }
}

/** Each string as its byte length (uint32, little-endian) followed by UTF-8. */
function encodeStrings(strings: readonly string[]): Uint8Array<ArrayBuffer> {
  const encoded = strings.map((text) => new TextEncoder().encode(text))
  const bytes = new Uint8Array(encoded.reduce((sum, { length }) => sum + 4 + length, 0))
  const view = new DataView(bytes.buffer)
  let offset = 0
  for (const text of encoded) {
    view.setUint32(offset, text.length, true)
    bytes.set(text, offset + 4)
    offset += 4 + text.length
  }
  return bytes
}
