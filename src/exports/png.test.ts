import { inflateSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import type { Interpretation } from '../base/readings/index.ts'
import { defaultOptions } from './contract.ts'
import { floats, output, result } from './fixtures/results.ts'
import { png } from './png.ts'
import { pngOf } from './png-bytes.ts'

/** The chunks of a PNG file with their content. */
function chunksOf(file: Uint8Array): Map<string, Uint8Array> {
  const view = new DataView(file.buffer, file.byteOffset)
  const chunks = new Map<string, Uint8Array>()
  for (let at = 8; at < file.length; ) {
    const length = view.getUint32(at)
    chunks.set(new TextDecoder().decode(file.subarray(at + 4, at + 8)), file.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return chunks
}

describe('the PNG export', () => {
  it('draws the picture with the range that was detected, or that the person set', async () => {
    const value = floats([1, 1, 2, 1], [0, 1])
    const reading: Interpretation = {
      view: 'image',
      data: { width: 2, height: 1, channels: 1, layout: 'nhwc', count: 1, range: [0, 1], note: '' },
    }
    const made = output(value, [reading])
    const run = result([made])
    expect(png.readAs(made, run)).toBe('image')
    expect(png.fits(made, run)).toBe(true)
    const pixels = async (range: readonly [number, number] | null) => {
      const file = await png.make(run, { ...defaultOptions, range, interpretation: reading })
      const data = typeof file === 'string' ? new Uint8Array(0) : chunksOf(file).get('IDAT')
      return [...inflateSync(data ?? new Uint8Array(0))]
    }
    expect(await pixels(null)).toEqual([0, 0, 0, 0, 255, 255, 255, 255, 255])
    expect(await pixels([0, 2])).toEqual([0, 0, 0, 0, 255, 128, 128, 128, 255])
  })
  it('is a PNG file: signature, size, end, and the checksum of an empty IEND chunk', async () => {
    const file = await pngOf({ width: 2, height: 3, rgba: new Uint8ClampedArray(24) })
    expect([...file.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10])
    expect([...(chunksOf(file).get('IHDR') ?? [])]).toEqual([0, 0, 0, 2, 0, 0, 0, 3, 8, 6, 0, 0, 0])
    expect([...file.subarray(-12)]).toEqual([0, 0, 0, 0, 73, 69, 78, 68, 0xae, 0x42, 0x60, 0x82])
    expect(inflateSync(chunksOf(file).get('IDAT') ?? new Uint8Array(0))).toHaveLength(3 * 9)
  })
  it('refuses what is no picture', async () => {
    const row = output(floats([1, 2], [0, 1]))
    expect(png.fits(row, result([row]))).toBe(false)
    await expect(png.make(result([row]), defaultOptions)).rejects.toMatchObject({ code: 'known-but-unsupported' })
  })
})
