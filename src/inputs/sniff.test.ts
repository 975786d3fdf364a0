import { describe, expect, test } from 'vitest'
import { memoryFile } from './fixtures/index.ts'
import { imageFormat } from './formats/image/index.ts'
import { readJpegHeader } from './image/jpeg-header.ts'
import { sniffInput, sniffName } from './sniff.ts'

const bytes = (...parts: readonly (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (c) => c.charCodeAt(0)) : [...part])),
  )

describe('input formats', () => {
  test.each<[string, string | Uint8Array, string, string]>([
    ['photo.txt', bytes([0xff, 0xd8, 0xff, 0xe0]), 'image', 'JPEG'],
    ['a', bytes([0x89], 'PNG\r\n', [0x1a], '\n'), 'image', 'PNG'],
    ['a', 'GIF89a', 'image', 'GIF'],
    ['a', bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 '), 'image', 'WebP'],
    ['a', bytes([0, 0, 0, 32], 'ftypavif'), 'image', 'AVIF'],
    ['a', bytes('BM', new Array<number>(60).fill(0)), 'image', 'BMP'],
    [
      'a',
      bytes('\x89PNG\r\n\x1a\n', new Array<number>(16).fill(0), [16]).map((byte) => byte & 255),
      'deep-png',
      'PNG of 16 bits',
    ],
    ['a', bytes([0, 0, 0, 24], 'ftypheic'), 'heic', 'HEIC'],
    ['a', bytes('II', [42, 0]), 'tiff', 'TIFF'],
    ['a', bytes(new Array<number>(128).fill(0), 'DICM'), 'dicom', 'DICOM'],
    ['a', bytes([0x93], 'NUMPY', [1, 0, 118, 0]), 'npy', 'NumPy array'],
    ['a.npz', bytes('PK', [3, 4], new Array<number>(26).fill(0)), 'npz', 'NumPy archive'],
    ['a', ' [[1, 2], [3, 4]]', 'json', 'JSON'],
    ['a.txt', '{"x": [1]}', 'json', 'JSON'],
    ['a.csv', 'a;b', 'table', 'CSV'],
    ['a.tsv', 'a\tb', 'table', 'TSV'],
    ['a.wav', bytes('RIFF', [0, 0, 0, 0], 'WAVEfmt '), 'sound', 'WAV'],
    ['a.mp3', bytes('ID3', [4, 0]), 'sound', 'MP3'],
    ['b.mp3', bytes([0xff, 0xfb, 0x90, 0x64]), 'sound', 'MP3'],
    ['a.flac', 'fLaC', 'sound', 'FLAC'],
    ['a.oga', 'OggS', 'sound', 'Ogg'],
    ['a.m4a', bytes([0, 0, 0, 24], 'ftypmp42'), 'sound', 'MPEG-4 audio'],
    ['a', bytes([0, 0, 0, 24], 'ftypM4A '), 'sound', 'MPEG-4 audio'],
    ['a.aac', bytes([0xff, 0xf1, 0x50]), 'sound', 'AAC'],
    ['a.weba', bytes([0x1a, 0x45, 0xdf, 0xa3], 'webm A_OPUS'), 'sound', 'WebM audio'],
    ['rows.txt', '1 2 3\n4 5 6\n', 'table', 'CSV'],
    ['rows.data', 'a,b\n1,2\n3,4\n5,6\n', 'table', 'CSV'],
    ['prose.txt', 'It was, in 1984, a bright cold day.\nThe clocks struck 13, 14.\n', 'text', 'text'],
    ['code.py', 'def f(x):\n    return [x, 1]\n', 'text', 'text'],
    ['numbers.txt', '1\n2\n3\n', 'numbers', 'text'],
    ['note.md', '[a link](b)', 'text', 'text'],
    ['a.svg', '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"></svg>', 'svg', 'SVG'],
    ['a', '\ufeff<svg></svg>', 'svg', 'SVG'],
    ['a.txt', bytes([0xff, 0xfe], 'h', [0], 'i', [0]), 'text', 'text'],
  ])('%s %#', async (name, content, kind, label) => {
    expect(await sniffInput(memoryFile(name, content))).toMatchObject({ format: { id: kind }, label })
  })
})

describe('files that are not an input', () => {
  test.each<[string, string | Uint8Array, string, RegExp]>([
    ['a.webm', bytes([0x1a, 0x45, 0xdf, 0xa3], 'webm V_VP9 A_OPUS'), 'input-unsupported', /WebM/],
    ['a.mp4', bytes([0, 0, 0, 24], 'ftypisom'), 'input-unsupported', /video/],
    ['a.svgz', bytes([0x1f, 0x8b, 8]), 'input-unsupported', /a compressed SVG drawing/],
    ['a.pdf', '%PDF-1.7', 'input-unsupported', /a PDF document/],
    ['a.xlsx', bytes('PK', [3, 4], new Array<number>(40).fill(0)), 'input-unsupported', /Office/],
    ['a.pkl', bytes([0x80, 4, 0x95]), 'input-unsupported', /pickle/],
    ['a.dat', bytes([0, 1, 2, 3, 200]), 'input-unsupported', /starts with the bytes 00 01 02 03 c8/],
    ['a.csv', '', 'file-empty', /a.csv is empty/],
    ['notes.json', '{"runs": {"first": {"ms": 4}}}', 'input-unreadable', /notes.json contains no array/],
    ['cut.json', '[[1, 2], [3', 'json-invalid', /cut.json/],
  ])('%s', async (name, content, code, message) => {
    const found = await sniffInput(memoryFile(name, content))
    expect(found).toMatchObject({ problem: { code, message: expect.stringMatching(message) } })
  })
})

describe('JPEG headers', () => {
  const frame = [0xff, 0xc0, 0, 11, 8, 0x0b, 0xb8, 0x0f, 0xa0, 3, 1]
  const app0 = [0xff, 0xe0, 0, 4, 1, 2]
  const exif = (orientation: number): readonly number[] => {
    const segment = [
      ...bytes('Exif', [0, 0], 'MM', [
        0,
        42,
        0,
        0,
        0,
        8,
        0,
        1,
        0x01,
        0x12,
        0,
        3,
        0,
        0,
        0,
        1,
        0,
        orientation,
        0,
        0,
        0,
        0,
        0,
        0,
      ]),
    ]
    return [0xff, 0xe1, 0, segment.length + 2, ...segment]
  }

  test('size and orientation after other segments', async () => {
    const file = memoryFile('a.jpg', bytes([0xff, 0xd8], app0, exif(6), [0xff], frame))
    expect(await readJpegHeader(file.source)).toEqual({ width: 4000, height: 3000, components: 3, orientation: 6 })
  })

  test.each<[string, Uint8Array]>([
    ['cut short', bytes([0xff, 0xd8], app0, [0xff, 0xc0, 0])],
    ['no marker', bytes([0xff, 0xd8], app0, new Array<number>(20).fill(7))],
    ['a scan without a frame', bytes([0xff, 0xd8, 0xff, 0xda, 0, 8], new Array<number>(20).fill(0))],
  ])('%s: not known', async (_name, content) => {
    expect(await readJpegHeader(memoryFile('a.jpg', content).source)).toBeNull()
  })
})

test('a name is enough for pictures, unless the file is empty', () => {
  expect(sniffName(memoryFile('a.JPG', 'x'))).toEqual({ format: imageFormat, label: 'JPEG' })
  expect(sniffName(memoryFile('a.webp', 'x'))).toEqual({ format: imageFormat, label: 'WebP' })
  for (const [name, content] of [
    ['a.jpg', ''],
    ['a.csv', '1,2'],
    ['jpg', 'x'],
  ] as const)
    expect(sniffName(memoryFile(name, content))).toBeNull()
})

test('recognises by name, without its size, each picture that a large drop lists first', () => {
  for (const ending of ['png', 'jpg', 'JPEG', 'gif', 'webp', 'bmp', 'avif']) {
    const { source, ...file } = memoryFile(`a.${ending}`, 'x')
    expect(sniffName({ ...file, source: { ...source, size: Number.NaN } }), ending).toHaveProperty('format.id', 'image')
  }
})
