/** An image format by its first bytes. */
interface Signature {
  readonly label: string
  readonly names: RegExp
  readonly matches: (head: Uint8Array) => boolean
}

export function ascii(head: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...head.subarray(start, end))
}

const startsWith =
  (...bytes: readonly number[]) =>
  (head: Uint8Array): boolean =>
    bytes.every((byte, i) => head[i] === byte)

/** The formats that `createImageBitmap` decodes, in the order in which they are tried. */
const imageFormats: readonly Signature[] = [
  { label: 'JPEG', names: /\.jpe?g$/i, matches: startsWith(0xff, 0xd8, 0xff) },
  {
    label: 'PNG',
    names: /\.png$/i,
    matches: startsWith(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  },
  {
    label: 'GIF',
    names: /\.gif$/i,
    matches: (head) => ['GIF87a', 'GIF89a'].includes(ascii(head, 0, 6)),
  },
  {
    label: 'WebP',
    names: /\.webp$/i,
    matches: (head) => ascii(head, 0, 4) === 'RIFF' && ascii(head, 8, 12) === 'WEBP',
  },
  {
    label: 'AVIF',
    names: /\.avif$/i,
    matches: (head) => ascii(head, 4, 8) === 'ftyp' && ['avif', 'avis'].includes(ascii(head, 8, 12)),
  },
  {
    label: 'BMP',
    names: /\.bmp$/i,
    matches: (head) => ascii(head, 0, 2) === 'BM' && head.length > 26 && head[15] === 0 && head[16] === 0,
  },
  {
    label: 'ICO',
    names: /\.ico$/i,
    matches: (head) => startsWith(0, 0, 1, 0)(head) && (head[4] ?? 0) > 0 && head[5] === 0 && head[9] === 0,
  },
]

/** `JPEG`, `PNG`, …, from the first bytes; `null` if it is not one of these formats. */
export function pictureFormat(head: Uint8Array): string | null {
  return imageFormats.find(({ matches }) => matches(head))?.label ?? null
}

/** The format from the name alone. */
export function pictureFormatOfName(name: string): string | null {
  return imageFormats.find(({ names }) => names.test(name))?.label ?? null
}
