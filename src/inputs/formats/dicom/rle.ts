/** Segments that a header has room for. */
const mostSegments = 15
const headerBytes = 64

/**
 * RLE lossless (PS3.5, annex G): one segment for each byte of each sample, the most significant first, compressed as
 * PackBits. Returns little-endian values, interleaved by pixel. Throws if the frame is damaged.
 */
export function decodeRle(
  frame: Uint8Array<ArrayBuffer>,
  { pixels, samples, bytesPerSample }: { pixels: number; samples: number; bytesPerSample: number },
): Uint8Array<ArrayBuffer> {
  if (frame.length < headerBytes) throw new Error('its header is cut off')
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const count = samples * bytesPerSample
  const stated = view.getUint32(0, true)
  if (stated !== count || count > mostSegments) throw new Error(`it has ${stated} segments instead of ${count}`)
  const out = new Uint8Array(pixels * count)
  for (let segment = 0; segment < count; segment++) {
    const start = view.getUint32(4 + 4 * segment, true)
    const end = segment + 1 < count ? view.getUint32(8 + 4 * segment, true) : frame.length
    if (start < headerBytes || end < start || end > frame.length) throw new Error('a segment lies outside of it')
    const sample = Math.floor(segment / bytesPerSample)
    const byte = bytesPerSample - 1 - (segment % bytesPerSample)
    unpack(frame.subarray(start, end), pixels, (pixel, value) => {
      out[(pixel * samples + sample) * bytesPerSample + byte] = value
    })
  }
  return out
}

/** Throws if there are fewer than `count` bytes; those beyond are padding. */
function unpack(packed: Uint8Array, count: number, put: (at: number, value: number) => void): void {
  let at = 0
  for (let from = 0; at < count; ) {
    const control = packed[from++]
    if (control === undefined) throw new Error(`a segment ends after ${at} of ${count} bytes`)
    if (control === 128) continue
    const isRun = control > 128
    const length = Math.min(isRun ? 257 - control : control + 1, count - at)
    for (let i = 0; i < length; i++) {
      const value = packed[isRun ? from : from + i]
      if (value === undefined) throw new Error(`a segment ends after ${at} of ${count} bytes`)
      put(at++, value)
    }
    from += isRun ? 1 : control + 1
  }
}
