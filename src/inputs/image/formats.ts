/** An image format by its first bytes. */
interface Signature {
  readonly label: string
  readonly matches: (head: Uint8Array) => boolean
  /** No alpha channel in any variant. */
  readonly opaque: boolean
}

export function ascii(head: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...head.subarray(start, end))
}

const startsWith =
  (...bytes: readonly number[]) =>
  (head: Uint8Array): boolean =>
    bytes.every((byte, i) => head[i] === byte)

/** What `createImageBitmap` decodes, in the order of trial. */
export const imageFormats: readonly Signature[] = [
  { label: 'JPEG', matches: startsWith(0xff, 0xd8, 0xff), opaque: true },
  { label: 'PNG', matches: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a), opaque: false },
  { label: 'GIF', matches: (head) => ['GIF87a', 'GIF89a'].includes(ascii(head, 0, 6)), opaque: false },
  { label: 'WebP', matches: (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP', opaque: false },
  {
    label: 'AVIF',
    matches: (head) => ascii(head, 4, 8) === 'ftyp' && ['avif', 'avis'].includes(ascii(head, 8, 12)),
    opaque: false,
  },
  {
    label: 'BMP',
    matches: (head) => ascii(head, 0, 2) === 'BM' && head.length > 26 && head[15] === 0 && head[16] === 0,
    opaque: false,
  },
  {
    label: 'ICO',
    matches: (head) => startsWith(0, 0, 1, 0)(head) && (head[4] ?? 0) > 0 && head[5] === 0 && head[9] === 0,
    opaque: false,
  },
]
