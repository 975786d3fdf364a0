import { describe, expect, it } from 'vitest'
import { wav } from '../fixtures/wav.ts'
import { readWav } from './wav.ts'

const samples = (bytes: Uint8Array<ArrayBuffer>) => readWav(bytes, 'a.wav').channels.map((one) => Array.from(one))

describe('a WAV file', () => {
  it.each([
    [8, [0, 128, 255], [-1, 0, 127 / 128]],
    [16, [-32768, 0, 16384], [-1, 0, 0.5]],
    [24, [-8388608, -1, 4194304], [-1, -1 / 8388608, 0.5]],
    [32, [-2147483648, 0, 1073741824], [-1, 0, 0.5]],
    ['f32', [-1, 0.25, 1.5], [-1, 0.25, 1.5]],
    ['f64', [-1, 0.25, 1.5], [-1, 0.25, 1.5]],
  ] as const)('of %s bits becomes −1…1', (bits, stored, expected) => {
    expect(samples(wav([stored], { bits }))).toEqual([expected])
    expect(samples(wav([stored, stored.toReversed()], { bits, isExtensible: true }))).toEqual([
      expected,
      expected.toReversed(),
    ])
  })

  it('states its rate', () => {
    expect(readWav(wav([[1]], { rate: 11_025 }), 'a.wav').rate).toBe(11_025)
  })

  it('may have other chunks, of odd length too', () => {
    const plain = wav([[1, 2, 3]])
    const other = Uint8Array.from([...'LIST'].map((letter) => letter.charCodeAt(0)).concat([3, 0, 0, 0, 9, 9, 9, 0]))
    const bytes = Uint8Array.from([...plain.subarray(0, 12), ...other, ...plain.subarray(12)])
    expect(samples(bytes)).toEqual(samples(plain))
  })

  it('is read as far as it goes if it is cut off, or if its length was not known', () => {
    const whole = wav([[1, 2, 3, 4]])
    const cut = readWav(whole.slice(0, -3), 'a.wav')
    expect(cut.channels[0]?.length).toBe(2)
    expect(cut.statedSeconds).toBe(4 / 16_000)
    for (const size of [0, 0xffffffff]) {
      const streamed = whole.slice()
      new DataView(streamed.buffer).setUint32(40, size, true)
      expect(readWav(streamed, 'a.wav')).toMatchObject({ statedSeconds: null, channels: [{ length: 4 }] })
    }
  })

  it.each([
    ['no data', wav([[1]]).slice(0, 36), 'input-unreadable', 'no "data" chunk'],
    ['no format', wav([[1]]).slice(0, 14), 'input-unreadable', 'no "fmt " chunk'],
    ['a short format', wav([[1]]).slice(0, 30), 'input-unreadable', 'is cut off'],
    ['no channels', wav([]), 'input-unreadable', '0 channels'],
    ['no rate', wav([[1]], { rate: 0 }), 'input-unreadable', 'a sample rate of 0 Hz'],
    ['a slow rate', wav([[1]], { rate: 99 }), 'input-unreadable', '99 Hz; a rate of 100 to'],
    ['a fast rate', wav([[1]], { rate: 768_001 }), 'input-unreadable', 'Hz is expected'],
    ['an absurd rate', wav([[1]], { rate: 4_000_000_000 }), 'input-unreadable', 'a.wav states a sample rate of 4'],
  ])('with %s is refused', (_name, bytes, code, message) => {
    expect(() => readWav(bytes, 'a.wav')).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    )
  })

  it('with compressed samples is refused', () => {
    const bytes = wav([[1]])
    bytes[20] = 2
    const message = expect.stringContaining('16-bit samples of codec 2')
    expect(() => readWav(bytes, 'a.wav')).toThrow(expect.objectContaining({ code: 'input-unsupported', message }))
  })
})
