import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { expect, it } from 'vitest'
import { decodeHeic } from './decode.ts'

const wasm = async () => {
  const path = createRequire(import.meta.url).resolve('libheif-js/libheif-wasm/libheif.wasm')
  return Uint8Array.from(await readFile(path)).buffer
}
const colours = () => readFile(new URL('../fixtures/colors.heic', import.meta.url))

it('decodes a picture of 64 × 64 pixels, green on the left and red on the right', async () => {
  const { width, height, data } = await decodeHeic(await colours(), await wasm(), 'a.heic')
  expect([width, height]).toEqual([64, 64])
  const row = data.slice(32 * 64 * 4, 33 * 64 * 4)
  const [red = 0, green = 0] = row.slice(0, 2)
  expect(green).toBeGreaterThan(red + 150)
  const [redEnd = 0, greenEnd = 0] = row.slice(-4)
  expect(redEnd).toBeGreaterThan(greenEnd + 150)
  expect(row.filter((_, i) => i % 4 === 3)).toEqual(new Uint8ClampedArray(64).fill(255))
})

it('refuses a damaged picture with its name', async () => {
  const bytes = await colours()
  await expect(decodeHeic(bytes.subarray(0, 300), await wasm(), 'a.heic')).rejects.toMatchObject({
    code: 'input-unreadable',
    message: expect.stringContaining('a.heic'),
  })
})
