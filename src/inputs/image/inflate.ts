/**
 * Inflates a zlib stream of at most `most` bytes, and ignores what comes after them. Rejects if the stream is damaged.
 */
export async function inflate(
  parts: readonly Uint8Array<ArrayBuffer>[],
  most: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const reader = new Blob([...parts]).stream().pipeThrough(new DecompressionStream('deflate')).getReader()
  const chunks: Uint8Array<ArrayBuffer>[] = []
  let length = 0
  while (length < most) {
    const { done, value } = await reader.read()
    if (done) break
    chunks.push(value)
    length += value.length
  }
  await reader.cancel()
  const out = new Uint8Array(Math.min(length, most))
  let at = 0
  for (const chunk of chunks) {
    out.set(chunk.subarray(0, out.length - at), at)
    at += chunk.length
  }
  return out
}
