import { EngineError } from '../../../base/errors.ts'
import type { Size } from '../../../base/geometry.ts'
import { ascii } from '../../image/formats.ts'

/** What is needed of a PNG (ISO/IEC 15948) of 16 bits per sample. */
export interface PngChunks {
  readonly header: Size & {
    /** Samples of a pixel, by its colour type. */
    readonly samples: 1 | 2 | 3 | 4
    readonly interlaced: boolean
  }
  /** The parts of the zlib stream. */
  readonly data: readonly Uint8Array<ArrayBuffer>[]
  /** The grey value or the colour that stands for a transparent pixel. */
  readonly transparent: readonly number[] | null
}

/** Samples by colour type: grey, RGB, grey with alpha, RGB with alpha. Palettes have no 16 bits. */
const samplesOf: Readonly<Record<number, 1 | 2 | 3 | 4>> = { 0: 1, 2: 3, 4: 2, 6: 4 }

export function pngError(name: string, what: string, cause?: unknown): EngineError {
  return new EngineError(
    'input-unreadable',
    `${name} is a PNG ${what}.`,
    'The file may be damaged. Save it again.',
    cause,
  )
}

/** Splits a PNG into its chunks. Raises `input-unreadable`. */
export function readChunks(bytes: Uint8Array<ArrayBuffer>, name: string): PngChunks {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (bytes.length < 33 || ascii(bytes, 12, 16) !== 'IHDR') throw pngError(name, 'without a header')
  const [depth, colour, compression, filter, interlace] = bytes.subarray(24, 29)
  const samples = samplesOf[colour ?? -1]
  const header = { width: view.getUint32(16), height: view.getUint32(20) }
  if (depth !== 16 || samples === undefined || compression !== 0 || filter !== 0 || (interlace ?? 2) > 1)
    throw pngError(name, `with an invalid header: depth ${depth}, colour type ${colour}, interlacing ${interlace}`)
  if (header.width === 0 || header.height === 0) throw pngError(name, `of ${header.width} × ${header.height} pixels`)
  const data: Uint8Array<ArrayBuffer>[] = []
  let transparent: number[] | null = null
  for (let at = 33; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at)
    const type = ascii(bytes, at + 4, at + 8)
    const content = bytes.subarray(at + 8, at + 8 + length)
    if (content.length < length) throw pngError(name, `that ends within its chunk ${type}`)
    if (type === 'IEND') break
    if (type === 'IDAT') data.push(content)
    if (type === 'tRNS' && (samples === 1 || samples === 3) && length === samples * 2)
      transparent = Array.from({ length: samples }, (_, i) => view.getUint16(at + 8 + 2 * i))
    at += 12 + length
  }
  return { header: { ...header, samples, interlaced: interlace === 1 }, data, transparent }
}
