import { addDecoder, BaseDecoder, GeoTIFF, type GeoTIFFImage } from 'geotiff'
import { EngineError } from '../../../base/errors.ts'
import type { Orientation } from '../../../base/geometry.ts'
import type { ByteSource } from '../../../files/tree.ts'
import { inflate } from '../../image/inflate.ts'
import type { Raster } from '../../image/rgba.ts'
import { checkSize } from '../../image/size.ts'
import { upright } from '../../image/upright.ts'
import { toRgba } from './colours.ts'
import { undecodable } from './compression.ts'

export interface Tiff {
  readonly pages: number
  /** A page, upright, and what it is in words. Rejects if it cannot be decoded. */
  page(index: number, signal?: AbortSignal): Promise<{ readonly picture: Raster; readonly kind: string }>
}

/** Bytes that one strip or tile may inflate to. */
const mostInflated = 800_000_000
const bitsPerSample = 258
/** Pages that are counted. */
const mostPages = 10_000

/** Replaces the decoder of geotiff, which inflates without a limit. */
class Deflate extends BaseDecoder {
  override async decodeBlock(buffer: ArrayBufferLike): Promise<ArrayBufferLike> {
    return (await inflate([new Uint8Array(new Uint8Array(buffer))], mostInflated)).buffer
  }
}
addDecoder([8, 32_946], async () => Deflate)

/** Reads the directory of a TIFF; its pixels are read page by page. Rejects if it is damaged. */
export async function openTiff(source: ByteSource, name: string, signal?: AbortSignal): Promise<Tiff> {
  const ranges = rangesOf(source, name)
  const tiff = await GeoTIFF.fromSource(ranges, {}, signal)
  const pages = await tiff.getImageCount()
  if (pages > mostPages) throw new Error(`it has ${pages} pages; the limit is ${mostPages}`)
  return {
    pages,
    page: async (index, signal) => {
      const image = await tiff.getImage(index)
      // TIFF 6.0: without this tag, a sample has one bit. geotiff has no such default.
      if (!image.fileDirectory.hasTag('BitsPerSample')) image.fileDirectory.actualizedFields.set(bitsPerSample, [1])
      ranges.whole = true
      const picture = await pixelsOf(image, name, signal)
      return { picture: upright(picture, await orientationOf(image)), kind: kindOf(image) }
    },
  }
}

export function cutOff(name: string, detail: string): EngineError {
  return new EngineError(
    'input-unreadable',
    `${name} is a TIFF that is cut off: ${detail}.`,
    'Copy or download the whole file again.',
  )
}

interface Slice {
  readonly offset: number
  readonly length: number
}

/**
 * The file as geotiff reads it: in ranges. It reads a directory without knowing its length, so that the range may pass
 * the end of the file. Set `whole` before it reads pixels: a range must then lie within the file, because geotiff
 * replaces missing pixels by zeros.
 */
function rangesOf(source: ByteSource, name: string): GeoTIFF['source'] & { whole: boolean } {
  const read = async ({ offset, length }: Slice, signal?: AbortSignal): Promise<ArrayBuffer> => {
    const end = Math.min(offset + length, source.size)
    if (ranges.whole && end < offset + length)
      throw cutOff(name, `its pixels end at byte ${offset + length}, the file at byte ${source.size}`)
    return (await source.read(Math.min(offset, end), end, signal)).slice().buffer
  }
  const ranges: GeoTIFF['source'] & { whole: boolean } = {
    whole: false,
    fileSize: source.size,
    fetch: (slices, signal) => Promise.all(slices.map((slice) => read(slice, signal))),
    fetchSlice: async (slice, signal) => ({ ...slice, data: await read(slice, signal) }),
    close: async () => undefined,
  }
  return ranges
}

async function pixelsOf(image: GeoTIFFImage, name: string, signal?: AbortSignal): Promise<Raster> {
  const size = { width: image.getWidth(), height: image.getHeight() }
  if (size.width <= 0 || size.height <= 0) throw new Error(`it states ${size.width} × ${size.height} pixels`)
  const compression = Number(image.fileDirectory.getValue('Compression') ?? 1)
  const unknown = undecodable(compression)
  if (unknown !== null)
    throw new EngineError(
      'input-unsupported',
      `${name} is a TIFF compressed with ${unknown}, which is not supported.`,
      'Save it again with LZW or Deflate compression, uncompressed, or as PNG.',
    )
  const samples = image.getSamplesPerPixel()
  const bytes = Math.max(1, image.getBitsPerSample(0) / 8)
  checkSize(size, name, Math.max(16, samples * bytes))
  const picture = await toRgba(image, size, signal)
  if (picture !== null) return picture
  const photometric = image.fileDirectory.getValue('PhotometricInterpretation')
  throw new EngineError(
    'input-unsupported',
    `${name} is a TIFF of a colour space that is not supported (photometric interpretation ${photometric}, ${samples} samples per pixel).`,
    'Save it as RGB or grey.',
  )
}

async function orientationOf(image: GeoTIFFImage): Promise<Orientation> {
  const value = Number((await image.fileDirectory.loadValue('Orientation')) ?? 1)
  return value >= 1 && value <= 8 ? (value as Orientation) : 1
}

function kindOf(image: GeoTIFFImage): string {
  const bits = image.getBitsPerSample(0)
  return `${bits} bits${image.getSampleFormat(0) === 3 ? ', floats' : ''}`
}
