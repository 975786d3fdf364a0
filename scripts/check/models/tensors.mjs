import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import jpeg from 'jpeg-js'
import { inputFile } from '../page.mjs'

/** @typedef {{ input: string, shape: readonly number[], dtype: 'float32' | 'int32', data: ArrayLike<number> }} Tensor */

/** @typedef {{ picture(file: string, size: number, scale: string): Promise<Float32Array | Int32Array>, json(file: string): Promise<any> }} Tools */

/**
 * RGB pixels decoded as for the reference: JPEG by jpeg-js, which rounds differently from browsers; PNG, whose decoding
 * is exact, by the browser.
 * @param {string} path
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<{ width: number, height: number, rgba: ArrayLike<number> }>}
 */
async function decode(path, page) {
  const bytes = await readFile(path)
  if (bytes[0] === 0xff) {
    const { width, height, data } = jpeg.decode(bytes, { useTArray: true })
    return { width, height, rgba: data }
  }
  return page.evaluate(async (base64) => {
    const blob = new Blob([Uint8Array.from(atob(base64), (c) => c.charCodeAt(0))], { type: 'image/png' })
    const bitmap = await createImageBitmap(blob, { premultiplyAlpha: 'none', colorSpaceConversion: 'none' })
    const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext('2d')
    if (context === null) throw new Error('no 2-D canvas')
    context.drawImage(bitmap, 0, 0)
    const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height)
    return { width: bitmap.width, height: bitmap.height, rgba: Array.from(data) }
  }, bytes.toString('base64'))
}

/** @type {Readonly<Record<string, (pixels: tf.Tensor3D) => tf.Tensor>>} */
const scales = {
  '0…255': (pixels) => pixels,
  '0…1': (pixels) => pixels.div(255),
  '−1…1': (pixels) => pixels.div(127.5).sub(1),
  integer: (pixels) => pixels.toInt(),
  'grey −1…1': (pixels) =>
    pixels
      .div(255)
      .mul(tf.tensor1d([0.2989, 0.587, 0.114]))
      .sum(2)
      .sub(0.5)
      .mul(2),
  'red 0…1': (pixels) => pixels.slice([0, 0, 0], [-1, -1, 1]).div(255),
}

/**
 * @param {string} inputs folder of the input files
 * @param {import('@playwright/test').Page} page a blank page, for decoding PNG
 * @returns {Tools}
 */
function tensorTools(inputs, page) {
  return {
    json: async (file) => JSON.parse(await readFile(join(inputs, file), 'utf8')),
    async picture(file, size, scale) {
      const { width, height, rgba } = await decode(join(inputs, file), page)
      const rgb = Float32Array.from(
        { length: width * height * 3 },
        (_, i) => rgba[Math.floor(i / 3) * 4 + (i % 3)] ?? 0,
      )
      await tf.setBackend('cpu')
      return tf.tidy(() => {
        const resized = tf.image.resizeBilinear(tf.tensor3d(rgb, [height, width, 3]), [size, size])
        const scaled = scales[scale]
        if (scaled === undefined) throw new Error(`Unknown scale ${scale}`)
        return /** @type {Float32Array | Int32Array} */ (scaled(resized).dataSync())
      })
    },
  }
}

/**
 * The value of each input of a case.
 * @param {readonly import('./cases.mjs').TensorCase[]} cases
 * @param {string} inputs folder of the input files
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<readonly Tensor[]>}
 */
export async function tensorsOf(cases, inputs, page) {
  const tools = tensorTools(inputs, page)
  const tensors = []
  for (const { input, shape, dtype, values } of cases) tensors.push({ input, shape, dtype, data: await values(tools) })
  return tensors
}

/** A tensor as an `.npy` file named after its input. @param {Tensor} tensor */
export function fileOf({ input, shape, dtype, data }) {
  return inputFile(`${input.replaceAll('/', '_')}.npy`, npy(shape, dtype, data))
}

/**
 * NumPy's `.npy` format 1.0, C order, little endian.
 * @param {readonly number[]} shape
 * @param {'float32' | 'int32'} dtype
 * @param {ArrayLike<number>} values
 * @returns {Buffer}
 */
export function npy(shape, dtype, values) {
  const dims = shape.length === 1 ? `${shape[0]},` : shape.join(', ')
  const dict = `{'descr': '${dtype === 'int32' ? '<i4' : '<f4'}', 'fortran_order': False, 'shape': (${dims}), }`
  const padded = `${dict.padEnd(Math.ceil((10 + dict.length + 1) / 64) * 64 - 11)}\n`
  const head = Buffer.from(`\x93NUMPY\x01\x00\x00\x00${padded}`, 'latin1')
  head.writeUInt16LE(padded.length, 8)
  const data = dtype === 'int32' ? Int32Array.from(values) : Float32Array.from(values)
  return Buffer.concat([head, Buffer.from(data.buffer)])
}
