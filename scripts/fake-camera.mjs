import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import jpeg from 'jpeg-js'

/** Width and height of the picture, px, and pictures per second. */
const width = 640
const height = 480
const rate = 30
/** Pictures before it repeats; each is shifted by a few pixels, so that something moves. */
const count = 8
const shift = 4

/**
 * Writes a JPEG as an uncompressed video for Chromium's fake camera, and returns the browser's arguments. The picture
 * fills the frame.
 * @param {string} photo
 * @param {string} target
 * @returns {Promise<readonly string[]>}
 */
export async function fakeCamera(photo, target) {
  const picture = jpeg.decode(await readFile(photo), { useTArray: true, formatAsRGBA: true })
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F${rate}:1 Ip A1:1 C420jpeg\n`)]
  for (let i = 0; i < count; i++) parts.push(Buffer.from('FRAME\n'), frame(picture, shift * Math.min(i, count - i)))
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, Buffer.concat(parts))
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-video-capture=${target}`,
  ]
}

/**
 * The picture scaled to fill the frame, from `left` px on, in planes of brightness and colour.
 * @param {{ readonly width: number, readonly height: number, readonly data: Uint8Array }} picture
 * @param {number} left
 */
function frame(picture, left) {
  const scale = Math.min(picture.width / (width + shift * count), picture.height / height)
  const luma = Buffer.alloc(width * height)
  const blue = Buffer.alloc((width * height) / 4)
  const red = Buffer.alloc((width * height) / 4)
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = (Math.floor(y * scale) * picture.width + Math.floor((x + left) * scale)) * 4
      const [r = 0, g = 0, b = 0] = picture.data.subarray(at, at + 3)
      luma[y * width + x] = 0.299 * r + 0.587 * g + 0.114 * b
      if (x % 2 === 1 || y % 2 === 1) continue
      const half = (y / 2) * (width / 2) + x / 2
      blue[half] = 128 - 0.168736 * r - 0.331264 * g + 0.5 * b
      red[half] = 128 + 0.5 * r - 0.418688 * g - 0.081312 * b
    }
  return Buffer.concat([luma, blue, red])
}
