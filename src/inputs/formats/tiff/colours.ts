import type { GeoTIFFImage, TypedArray } from 'geotiff'
import type { Size } from '../../../base/geometry.ts'
import type { Raster } from '../../image/rgba.ts'

/** Photometric interpretations of TIFF 6.0. */
const whiteIsZero = 0
const blackIsZero = 1
const rgb = 2
const palette = 3
const cmyk = 5
/** Colours that geotiff converts to 8-bit RGB: YCbCr, CIE L*a*b*. */
const converted = [6, 8]

/** RGBA, 0…255; `null` for a colour space that is not supported. Rejects if the data are damaged. */
export async function toRgba(image: GeoTIFFImage, size: Size, signal?: AbortSignal): Promise<Raster | null> {
  const photometric = Number(image.fileDirectory.getValue('PhotometricInterpretation') ?? blackIsZero)
  const samples = image.getSamplesPerPixel()
  if (converted.includes(photometric)) {
    const values = await image.readRGB({ interleave: true, ...(signal && { signal }) })
    return filled(size, values as unknown as TypedArray, 3, { factor: 1, offset: 0 }, false)
  }
  if (![whiteIsZero, blackIsZero, rgb, palette, cmyk].includes(photometric)) return null
  if (samples < (photometric === rgb ? 3 : photometric === cmyk ? 4 : 1)) return null
  const values = (await image.readRasters({ interleave: true, ...(signal && { signal }) })) as unknown as TypedArray
  if (photometric === palette) return fromPalette(image, size, values)
  const { factor, offset } = rangeOf(image, values)
  if (photometric === cmyk) return fromInks(size, values, samples, factor)
  const negative = { factor: -factor, offset: 255 - offset }
  return filled(size, values, samples, photometric === whiteIsZero ? negative : { factor, offset }, hasAlpha(image))
}

interface Range {
  readonly factor: number
  readonly offset: number
}

/**
 * The factor and offset that bring the samples to 0…255: from the whole range of an integer type, from 0…1 for floats
 * within it, else from the least to the greatest value.
 */
function rangeOf(image: GeoTIFFImage, values: TypedArray): Range {
  const bits = image.getBitsPerSample(0)
  const format = image.getSampleFormat(0)
  if (format === 1) return { factor: 255 / (2 ** bits - 1), offset: 0 }
  let least = Number.POSITIVE_INFINITY
  let greatest = Number.NEGATIVE_INFINITY
  for (const value of values) {
    if (value < least) least = value
    if (value > greatest) greatest = value
  }
  if (format === 3 && least >= 0 && greatest <= 1) return { factor: 255, offset: 0 }
  const factor = greatest > least ? 255 / (greatest - least) : 0
  return { factor, offset: -least * factor }
}

/** Whether the samples after the colours begin with one of transparency. */
function hasAlpha(image: GeoTIFFImage): boolean {
  const extra = image.fileDirectory.getValue('ExtraSamples') as ArrayLike<number> | undefined
  return extra !== undefined && (extra[0] === 1 || extra[0] === 2)
}

function filled(
  { width, height }: Size,
  values: TypedArray,
  samples: number,
  { factor, offset }: Range,
  alpha: boolean,
): Raster {
  const bytes = values instanceof Uint8Array && factor === 1
  const data = bytes ? new Uint8ClampedArray(width * height * 4) : new Float32Array(width * height * 4)
  const grey = samples < 3
  const opacity = alpha ? (grey ? 1 : 3) : samples
  for (let i = 0, to = 0; i + samples <= values.length && to < data.length; i += samples, to += 4) {
    for (let c = 0; c < 3; c++) data[to + c] = (values[i + (grey ? 0 : c)] as number) * factor + offset
    data[to + 3] = opacity < samples ? (values[i + opacity] as number) * Math.abs(factor) : 255
  }
  return { width, height, data }
}

/** CMYK without a colour profile, as Pillow converts it: each ink takes its share of what black leaves. */
function fromInks({ width, height }: Size, values: TypedArray, samples: number, factor: number): Raster {
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let i = 0, to = 0; i + samples <= values.length && to < data.length; i += samples, to += 4) {
    const left = 255 - (values[i + 3] as number) * factor
    for (let c = 0; c < 3; c++) data[to + c] = left * (1 - ((values[i + c] as number) * factor) / 255)
  }
  return { width, height, data }
}

/** The map has all reds, then all greens, then all blues, of 16 bits; the upper 8 count, as in libtiff. */
async function fromPalette(image: GeoTIFFImage, { width, height }: Size, values: TypedArray): Promise<Raster> {
  const map = await image.fileDirectory.loadValue('ColorMap')
  if (map === undefined) throw new Error('it has a palette picture without a palette')
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  const colours = map.length / 3
  for (let i = 0; i < width * height; i++) {
    for (let c = 0; c < 3; c++) data[i * 4 + c] = (map[(values[i] as number) + c * colours] ?? 0) >> 8
  }
  return { width, height, data }
}
