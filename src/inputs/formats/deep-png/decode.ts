import { throwIfAborted } from '../../../base/abort.ts'
import { inflate } from '../../image/inflate.ts'
import type { Raster } from '../../image/rgba.ts'
import { type PngChunks, pngError } from './chunks.ts'

/** A pass of interlacing: the first pixel and the distance to the next, across and down. */
interface Pass {
  readonly x: number
  readonly y: number
  readonly dx: number
  readonly dy: number
}

const single: readonly Pass[] = [{ x: 0, y: 0, dx: 1, dy: 1 }]
const adam7: readonly Pass[] = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
]

/** 65,535 becomes 255, so that the steps see the range of every other picture, and no bit is lost in float32. */
const levels = 257

/** Decodes a PNG of 16 bits per sample to floats, 0…255. Raises `input-unreadable`, `cancelled`. */
export async function decodePng(chunks: PngChunks, name: string, signal?: AbortSignal): Promise<Raster> {
  const { width, height, samples, interlaced } = chunks.header
  const passes = (interlaced ? adam7 : single)
    .map((pass) => ({
      ...pass,
      width: Math.ceil((width - pass.x) / pass.dx),
      height: Math.ceil((height - pass.y) / pass.dy),
    }))
    .filter((pass) => pass.width > 0 && pass.height > 0)
  const size = passes.reduce((sum, pass) => sum + pass.height * (1 + pass.width * samples * 2), 0)
  const bytes = await pixelBytes(chunks.data, size, name)
  throwIfAborted(signal)
  const data = new Float32Array(width * height * 4).fill(255)
  let at = 0
  for (const pass of passes) {
    const stride = pass.width * samples * 2
    for (let row = 0; row < pass.height; row++, at += 1 + stride) {
      unfilter(bytes, at, stride, samples * 2, row === 0, name)
      for (let column = 0; column < pass.width; column++) {
        const pixel = (pass.y + row * pass.dy) * width + pass.x + column * pass.dx
        writePixel(data, pixel * 4, bytes, at + 1 + column * samples * 2, chunks)
      }
    }
  }
  return { width, height, data }
}

/** Raises `input-unreadable`. */
async function pixelBytes(parts: PngChunks['data'], size: number, name: string): Promise<Uint8Array> {
  const bytes = await inflate(parts, size).catch((error: unknown) => {
    throw pngError(name, 'whose compressed data are damaged', error)
  })
  if (bytes.length < size) throw pngError(name, `with ${bytes.length} of ${size} bytes of pixels`)
  return bytes
}

/** Undoes the filter of a row in place; the previous row lies before it. */
function unfilter(bytes: Uint8Array, at: number, stride: number, step: number, first: boolean, name: string): void {
  const filter = bytes[at] as number
  if (filter > 4) throw pngError(name, `with the unknown filter ${filter}`)
  if (filter === 0) return
  const above = at - stride
  for (let i = 0; i < stride; i++) {
    const left = i < step ? 0 : (bytes[at + 1 + i - step] as number)
    const up = first ? 0 : (bytes[above + i] as number)
    const corner = first || i < step ? 0 : (bytes[above + i - step] as number)
    const predicted =
      filter === 1 ? left : filter === 2 ? up : filter === 3 ? (left + up) >> 1 : paeth(left, up, corner)
    bytes[at + 1 + i] = (bytes[at + 1 + i] as number) + predicted
  }
}

function paeth(left: number, up: number, corner: number): number {
  const [byLeft, byUp, byCorner] = [Math.abs(up - corner), Math.abs(left - corner), Math.abs(left + up - 2 * corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}

function writePixel(
  out: Float32Array,
  to: number,
  bytes: Uint8Array,
  from: number,
  { header: { samples }, transparent }: PngChunks,
): void {
  const sample = (i: number): number => ((bytes[from + 2 * i] as number) << 8) | (bytes[from + 2 * i + 1] as number)
  const colours = samples < 3 ? 1 : 3
  for (let c = 0; c < 3; c++) out[to + c] = sample(colours === 1 ? 0 : c) / levels
  if (samples === 2 || samples === 4) out[to + 3] = sample(samples - 1) / levels
  else if (transparent?.every((value, i) => value === sample(i))) out[to + 3] = 0
}
