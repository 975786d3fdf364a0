import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { memoryFile, type Options, prepareFile, spec } from '../fixtures/index.ts'

/** Written and read by other programs: `scripts/references/input_pictures.py`. */
const { pictures } = JSON.parse(readFileSync(new URL('fixtures/pictures.json', import.meta.url), 'utf8')) as {
  readonly pictures: Readonly<Record<string, Picture>>
}

interface Picture {
  /** Base64. */
  readonly file: string
  readonly width: number
  readonly height: number
  readonly rgba: readonly number[]
  /** Of the second page. */
  readonly second?: readonly number[]
}

const bytesOf = (name: string): Uint8Array => Buffer.from(pictures[name]?.file ?? '', 'base64')

/** The pixels of a file as they reach a model that takes RGBA from 0 to 255. */
async function pixels(name: string, bytes: Uint8Array, options: Options = {}): Promise<Float32Array> {
  const { width = 0, height = 0 } = pictures[name] ?? {}
  const settings = [{ id: 'scale', values: { scale: 'none' } }, ...(options.settings ?? [])]
  const { tensor } = await prepareFile(memoryFile(name, bytes), spec([1, height, width, 4]), { ...options, settings })
  return tensor.data as Float32Array
}

function expectPixels(found: Float32Array, wanted: readonly number[]): void {
  expect(found).toHaveLength(wanted.length)
  for (const [i, value] of wanted.entries()) expect(found[i], `value ${i}`).toBeCloseTo(value, 3)
}

describe.each(Object.entries(pictures))('%s', (name, { rgba }) => {
  it('has the values that another program reads', async () => {
    expectPixels(await pixels(name, bytesOf(name)), rgba)
  })

  it('is refused with words wherever it ends', async () => {
    const bytes = bytesOf(name)
    for (const part of [0.2, 0.5]) {
      const cut = pixels(name, bytes.slice(0, Math.ceil(bytes.length * part)))
      await expect(cut).rejects.toMatchObject({ code: expect.stringMatching(/^(input|file)-/) })
    }
  })
})

describe('what is chosen in a file', () => {
  const settings = (values: Record<string, string | number>) => ({ settings: [{ id: 'read', values }] })

  it('is a page of a TIFF', async () => {
    const { second = [] } = pictures['tiff pages'] ?? {}
    expectPixels(await pixels('tiff pages', bytesOf('tiff pages'), settings({ page: 2 })), second)
  })

  it('is the window of a DICOM file: of the header, another one, or none', async () => {
    const bytes = bytesOf('dicom window')
    const [values, plain] = [
      await pixels('dicom window', bytes, settings({ window: 'none' })),
      await pixels('dicom window', bytes, settings({ window: 'custom', centre: 100, width: 1001 })),
    ]
    for (const [i, value] of values.entries()) {
      if (i % 4 === 3) continue
      const share = Math.min(1, Math.max(0, (value - 99.5) / 1000 + 0.5))
      expect(plain[i]).toBeCloseTo(255 * share, 3)
    }
  })

  it('is the middle frame of a DICOM file, or another one', async () => {
    const bytes = bytesOf('dicom frames')
    const first = await pixels('dicom frames', bytes, settings({ frame: 1 }))
    expect(first).not.toEqual(await pixels('dicom frames', bytes))
  })
})

it.each([
  ['JPEG 2000 compression', '1.2.840.10008.1.2.4.90'],
  ['JPEG-LS compression', '1.2.840.10008.1.2.4.80'],
  ['JPEG of 12 bits', '1.2.840.10008.1.2.4.51'],
  ['the transfer syntax', '1.2.840.10008.1.2.2\0\0\0'],
])('refuses a DICOM file with %s by its name', async (words, syntax) => {
  const bytes = Buffer.from(bytesOf('dicom lossless'))
  const at = bytes.indexOf('1.2.840.10008.1.2.4.70')
  bytes.write(syntax, at, 'latin1')
  await expect(pixels('dicom lossless', bytes)).rejects.toMatchObject({
    code: 'input-unsupported',
    message: expect.stringMatching(new RegExp(`${words}.*${syntax.replaceAll('\0', '')}`)),
  })
})

it('says what is wrong with damaged RLE pixels', async () => {
  const bytes = Buffer.from(bytesOf('dicom rle'))
  // The number of segments, behind the item with the table of offsets.
  const at = bytes.indexOf(Buffer.from([2, 0, 0, 0, 64, 0, 0, 0]))
  for (const [where, value, words] of [
    [at, 3, '3 segments instead of 2'],
    [at + 4, 9000, 'outside of it'],
    [at + 8, 65, 'ends after'],
  ] as const) {
    const damaged = Buffer.from(bytes)
    damaged.writeUInt32LE(value, where)
    await expect(pixels('dicom rle', damaged)).rejects.toMatchObject({
      code: 'input-unreadable',
      message: expect.stringContaining(words),
    })
  }
})

it.each([
  [2, 'CCITT fax'],
  [4, 'CCITT Group 4 fax'],
  [34_712, 'JPEG 2000'],
  [65_000, 'compression 65000'],
])('names the compression %i of a TIFF', async (compression, words) => {
  const bytes = Buffer.from(bytesOf('tiff rgb None'))
  const at = bytes.indexOf(Buffer.from([3, 1, 3, 0, 1, 0, 0, 0, 1, 0]))
  bytes.writeUInt16LE(compression, at + 8)
  await expect(pixels('tiff rgb None', bytes)).rejects.toMatchObject({
    code: 'input-unsupported',
    message: expect.stringContaining(words),
  })
})

it.each([9, 40, 200])('says that a TIFF of %i bytes is cut off', async (size) => {
  const cut = pixels('tiff rgb None', bytesOf('tiff rgb None').slice(0, size))
  await expect(cut).rejects.toMatchObject({ code: 'input-unreadable', message: expect.stringContaining('cut off') })
})

it.each(['png rgb', 'tiff rgb None', 'dicom window'])(
  'refuses %s if it states a size beyond all memory',
  async (name) => {
    const bytes = Buffer.from(bytesOf(name))
    const { width, height } = pictures[name] ?? { width: 0, height: 0 }
    const sizes: readonly [number, Buffer][] = [
      [bytes.indexOf(Buffer.from([0, 0, 0, width, 0, 0, 0, height])), Buffer.from([0, 0, 255, 255, 0, 0, 255, 255])],
      [bytes.indexOf(Buffer.from([0, 1, 4, 0, 1, 0, 0, 0, width])) + 5, Buffer.from([255, 255, 0, 0])],
      [bytes.indexOf(Buffer.from([0x28, 0, 0x10, 0, 0x55, 0x53, 2, 0])) + 8, Buffer.from([255, 255])],
      [bytes.indexOf(Buffer.from([0x28, 0, 0x11, 0, 0x55, 0x53, 2, 0])) + 8, Buffer.from([255, 255])],
    ]
    for (const [at, size] of sizes) if (at > 7) size.copy(bytes, at)
    await expect(pixels(name, bytes)).rejects.toMatchObject({ code: expect.stringMatching(/^input-unreadable$/) })
  },
)
