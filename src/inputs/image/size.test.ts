import { expect, it } from 'vitest'
import { memoryFile, prepareFile, spec } from '../fixtures/index.ts'
import { statedSize } from './size.ts'

const latin1 = (text: string) => Uint8Array.from(text, (letter) => letter.charCodeAt(0))
const padded = (text: string) => latin1(text.padEnd(64, '\0'))

const pictures: readonly (readonly [label: string, head: Uint8Array, width: number, height: number])[] = [
  ['PNG', padded('\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x75\x30\0\0\x75\x31'), 30_000, 30_001],
  ['GIF', padded('GIF89a\xff\xff\xfe\xff'), 65_535, 65_534],
  ['BMP', padded('BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0\x30\x75\0\0\xd0\x8a\xff\xff'), 30_000, 30_000],
  ['WebP', padded('RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0\x2f\x75\0\xff\xff\0'), 30_000, 65_536],
]

it.each(pictures)('reads the size of a %s, and refuses it undecoded', async (label, head, width, height) => {
  expect(statedSize(head, label)).toEqual({ width, height })
  await expect(prepareFile(memoryFile('a.picture', head), spec([null, 8, 8, 3]))).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringMatching(/states .* pixels, .* GB when decoded/),
  })
})

it('refuses a JPEG of four billion pixels undecoded', async () => {
  const jpeg = latin1('\xff\xd8\xff\xc0\0\x11\x08\xff\xff\xff\xff\x03\0\0\0\0\0\0\0\0')
  await expect(prepareFile(memoryFile('a.jpg', jpeg), spec([null, 8, 8, 3]))).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining('GB when decoded'),
  })
})
