import { EngineError } from '../../../base/errors.ts'
import { checkSize } from '../../image/size.ts'
import { type DataSet, syntaxes, textOf } from './data-set.ts'

/** What PS3.3 C.7.6.3 says about the pixels, and how they become the values of a modality. */
export interface DicomPicture {
  readonly width: number
  readonly height: number
  readonly frames: number
  readonly samples: 1 | 3
  readonly photometric: string
  /** Samples of a pixel lie in planes, one after the other. */
  readonly planes: boolean
  readonly bitsAllocated: 8 | 16
  readonly bitsStored: number
  readonly signed: boolean
  readonly slope: number
  readonly intercept: number
  /** Of the header; `null` if it has none. */
  readonly window: { readonly centre: number; readonly width: number } | null
}

const hint = 'Save it uncompressed, or as PNG, with the program that wrote it.'

/** Raises `input-unreadable`, `input-unsupported`. */
export function describePicture({ elements, syntax, fragments }: DataSet, name: string): DicomPicture {
  const short = (tag: number, otherwise: number): number => {
    const value = elements.get(tag)
    return value === undefined || value.length < 2 ? otherwise : (value[0] as number) | ((value[1] as number) << 8)
  }
  const decimal = (tag: number): number | null => {
    const [first = ''] = textOf(elements.get(tag)).split('\\')
    const value = Number(first)
    return first.trim() === '' || !Number.isFinite(value) ? null : value
  }
  if (syntax === syntaxes.bigEndian || syntax === syntaxes.deflated)
    throw unsupported(name, `the transfer syntax ${syntax}`)
  if (elements.has(0x00283000)) throw unsupported(name, 'a table of modality values (Modality LUT Sequence)')
  const width = short(0x00280011, 0)
  const height = short(0x00280010, 0)
  const samples = short(0x00280002, 1)
  const bits = short(0x00280100, 0)
  const photometric = textOf(elements.get(0x00280004))
  if (width === 0 || height === 0)
    throw new EngineError(
      'input-unreadable',
      `${name} is a DICOM file without a picture: it states ${width} × ${height} pixels.`,
      'Choose a file with an image.',
    )
  checkSize({ width, height }, name, 16)
  const colours =
    samples === 3 ? ['RGB', 'YBR_FULL', 'YBR_FULL_422', 'YBR_ICT', 'YBR_RCT'] : ['MONOCHROME1', 'MONOCHROME2']
  if ((samples !== 1 && samples !== 3) || !colours.includes(photometric))
    throw unsupported(name, `the colours ${photometric || 'of no name'} with ${samples} samples per pixel`)
  if (samples === 3 && photometric !== 'RGB' && fragments === null)
    throw unsupported(name, `uncompressed pixels in ${photometric}`)
  if (bits !== 8 && bits !== 16) throw unsupported(name, `${bits} bits per sample`)
  const centre = decimal(0x00281050)
  const windowWidth = decimal(0x00281051)
  return {
    width,
    height,
    frames: Math.max(1, Math.trunc(decimal(0x00280008) ?? 1)),
    samples,
    photometric,
    planes: short(0x00280006, 0) === 1,
    bitsAllocated: bits,
    bitsStored: Math.min(bits, Math.max(1, short(0x00280101, bits))),
    signed: short(0x00280103, 0) === 1,
    slope: decimal(0x00281053) ?? 1,
    intercept: decimal(0x00281052) ?? 0,
    window: centre === null || windowWidth === null || windowWidth < 1 ? null : { centre, width: windowWidth },
  }
}

export function unsupported(name: string, what: string): EngineError {
  return new EngineError('input-unsupported', `${name} is a DICOM file with ${what}, which is not supported.`, hint)
}
