import { describe, expect, it } from 'vitest'
import { statedRate } from './header.ts'

type Part = number | string | readonly number[]

/** Numbers are bytes, texts their letters. */
function bytes(...parts: readonly Part[]): Uint8Array<ArrayBuffer> {
  const letters = (text: string) => Array.from(text, (letter) => letter.charCodeAt(0))
  return Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? letters(part) : part)))
}
const zeros = (count: number) => new Array<number>(count).fill(0)
const box = (name: string, ...content: readonly Part[]) => {
  const inside = bytes(...content)
  return [...bytes(0, 0, 0, inside.length + 8, name), ...inside]
}
const track = (kind: string, rate: readonly number[]) =>
  box('trak', box('mdia', box('mdhd', zeros(12), rate, zeros(8)), box('hdlr', zeros(8), kind, zeros(4))))

describe('the rate that a file states', () => {
  it.each([
    ['MP3', 'MPEG-1', bytes(0xff, 0xfb, 0x90, 0x64), 44_100],
    ['MP3', 'MPEG-2', bytes(0xff, 0xf3, 0x84, 0x64), 24_000],
    ['MP3', 'MPEG-2.5', bytes(0xff, 0xe3, 0x88, 0x64), 8000],
    [
      'MP3',
      'a tag in front',
      bytes('ID3', [4, 0, 0, 0, 0, 0, 3], [0xff, 0xfb, 0x90], [0xff, 0xfb, 0x94, 0x64]),
      48_000,
    ],
    ['MP3', 'no frame', bytes('ID3', [4, 0, 0, 0, 0, 0, 3], zeros(20)), null],
    ['AAC', 'ADTS', bytes(0xff, 0xf1, 0x50, 0x80), 44_100],
    ['Ogg', 'Opus', bytes('OggS', zeros(22), 1, 19, 'OpusHead', [1, 1, 0, 0, 0x40, 0x1f, 0, 0]), 48_000],
    ['Ogg', 'Vorbis', bytes('OggS', zeros(22), 1, 30, '\x01vorbis', zeros(4), 2, [0x22, 0x56, 0, 0]), 22_050],
    ['FLAC', 'a stream', bytes('fLaC', [0, 0, 0, 34], zeros(10), [0x0a, 0xc4, 0x42, 0xf0]), 44_100],
    [
      'MPEG-4 audio',
      'the track with sound',
      bytes(box('ftyp', 'M4A '), box('moov', track('vide', [0, 0, 2, 88]), track('soun', [0, 0, 0x3e, 0x80]))),
      16_000,
    ],
    ['MPEG-4 audio', 'no track', bytes(box('ftyp', 'M4A '), box('free')), null],
    [
      'WebM audio',
      'Vorbis',
      bytes([0x1a, 0x45, 0xdf, 0xa3], 'A_VORBIS', [0xb5, 0x84, 0x47, 0x2c, 0x44, 0x00], zeros(8)),
      44_100,
    ],
    ['WebM audio', 'Opus', bytes([0x1a, 0x45, 0xdf, 0xa3], 'A_OPUS', zeros(8)), 48_000],
  ])('%s: %s', (label, _name, file, rate) => {
    expect(statedRate(file, label)).toBe(rate)
  })

  it('is not read behind the end of a damaged file', () => {
    for (const label of ['MP3', 'AAC', 'Ogg', 'FLAC', 'MPEG-4 audio', 'WebM audio'])
      for (const file of [bytes(), bytes('OggS'), bytes(zeros(9)), bytes([0, 0, 0, 1], 'moov')])
        expect(statedRate(file, label)).toSatisfy((rate: number | null) => rate === null || rate > 0)
  })
})
