/** Compressions that can be decoded: none, LZW, JPEG, Deflate, PackBits, LERC, Zstandard, WebP. */
const decoded = new Set([1, 5, 7, 8, 32_773, 32_946, 34_887, 50_000, 50_001])

/** Other compressions, by their number in a TIFF. */
const names: Readonly<Record<number, string>> = {
  2: 'CCITT fax (modified Huffman)',
  3: 'CCITT Group 3 fax',
  4: 'CCITT Group 4 fax',
  6: 'JPEG in the old style of TIFF 6.0',
  9: 'JBIG',
  10: 'JBIG',
  32766: 'NeXT run lengths',
  32771: 'CCITT fax (modified Huffman)',
  32809: 'ThunderScan',
  32909: 'PixarLog',
  33003: 'JPEG 2000',
  33005: 'JPEG 2000',
  34661: 'JBIG',
  34676: 'SGI LogLuv',
  34677: 'SGI LogLuv',
  34712: 'JPEG 2000',
  34892: 'lossy JPEG of a DNG',
  34925: 'LZMA',
  50002: 'JPEG XL',
  52546: 'JPEG XL',
}

/** The name of a compression that cannot be decoded; `null` if it can. */
export function undecodable(compression: number): string | null {
  return decoded.has(compression) ? null : (names[compression] ?? `compression ${compression}`)
}
