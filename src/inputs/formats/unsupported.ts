import { ascii } from '../image/formats.ts'

/** Files that are recognised but cannot be read as an input. */
interface UnsupportedFormat {
  readonly label: string
  readonly matches: (head: Uint8Array, name: string) => boolean
  readonly hint: string
}

const starts =
  (text: string, at = 0) =>
  (head: Uint8Array): boolean =>
    ascii(head, at, at + text.length) === text

const brand = (head: Uint8Array): string => (starts('ftyp', 4)(head) ? ascii(head, 8, 12) : '')
const bytes =
  (...values: readonly number[]) =>
  (head: Uint8Array): boolean =>
    values.every((value, i) => head[i] === value)

const audioHint = 'Save it as WAV, MP3, Ogg, FLAC or M4A.'
const videoHint = 'Load a model that takes pictures, then drop the video alone: it is played, or run frame by frame.'
const imageHint = 'Save it as PNG or JPEG.'

export const unsupported: readonly UnsupportedFormat[] = [
  {
    label: 'a compressed SVG drawing',
    matches: (_head, name) => /\.svgz$/i.test(name),
    hint: 'Save it as SVG without compression.',
  },
  {
    label: 'a JPEG XL picture',
    matches: (head) => bytes(0xff, 0x0a)(head) || starts('JXL ', 4)(head),
    hint: imageHint,
  },
  { label: 'a JPEG 2000 picture', matches: starts('jP  ', 4), hint: imageHint },
  { label: 'a Photoshop picture', matches: starts('8BPS'), hint: imageHint },
  { label: 'an AIFF audio file', matches: starts('FORM'), hint: audioHint },
  { label: 'an MPEG-4 or QuickTime video', matches: (head) => brand(head) !== '', hint: videoHint },
  { label: 'a WebM or Matroska file', matches: bytes(0x1a, 0x45, 0xdf, 0xa3), hint: videoHint },
  { label: 'an AVI video', matches: (head) => starts('RIFF')(head) && starts('AVI ', 8)(head), hint: videoHint },
  { label: 'a PDF document', matches: starts('%PDF'), hint: 'Save the page as PNG, or its text as .txt.' },
  { label: 'an HDF5 file', matches: bytes(0x89, 0x48, 0x44, 0x46), hint: 'Save the array as .npy.' },
  { label: 'a Parquet table', matches: starts('PAR1'), hint: 'Save the table as CSV.' },
  {
    label: 'an Excel or other Office document',
    matches: (_head, name) => /\.(xlsx?|docx?|pptx?|ods|odt)$/i.test(name),
    hint: 'Save the table as CSV.',
  },
  { label: 'a zip archive', matches: bytes(0x50, 0x4b), hint: '' },
  { label: 'a gzip file', matches: bytes(0x1f, 0x8b), hint: 'Unpack it.' },
  {
    label: 'a Python pickle',
    matches: (head, name) =>
      /\.(pkl|pickle|pt|pth|joblib)$/i.test(name) || (head[0] === 0x80 && (head[1] ?? 0) <= 5 && (head[1] ?? 0) >= 2),
    hint: 'Pickles can run code and are not opened. Save the array as .npy.',
  },
]
