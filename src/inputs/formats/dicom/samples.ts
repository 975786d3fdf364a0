import { Decoder } from 'jpeg-lossless-decoder-js'
import { EngineError, messageOf } from '../../../base/errors.ts'
import { decodeWhole } from '../../image/decode.ts'
import { inRgb } from './colours.ts'
import { type DataSet, pixelData } from './data-set.ts'
import { type DicomPicture, unsupported } from './picture.ts'
import { decodeRle } from './rle.ts'

/** JPEG as browsers decode it: baseline, and extended of 8 bits. */
const baseline = '1.2.840.10008.1.2.4.50'
const extended = '1.2.840.10008.1.2.4.51'
/** JPEG lossless, any predictor and the first one. */
const lossless = ['1.2.840.10008.1.2.4.57', '1.2.840.10008.1.2.4.70']
const rle = '1.2.840.10008.1.2.5'

/** Compressions that are refused, by how their transfer syntaxes begin. */
const refused: readonly (readonly [start: string, name: string])[] = [
  [extended, 'JPEG of 12 bits'],
  ['1.2.840.10008.1.2.4.8', 'JPEG-LS'],
  ['1.2.840.10008.1.2.4.9', 'JPEG 2000'],
  ['1.2.840.10008.1.2.4.10', 'video'],
  ['1.2.840.10008.1.2.4.20', 'high-throughput JPEG 2000'],
]

/** The stored values of one frame, interleaved by pixel. Raises `input-unreadable`, `input-unsupported`, `cancelled`. */
export async function samplesOf(
  set: DataSet,
  picture: DicomPicture,
  frame: number,
  name: string,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const { width, height, samples, bitsAllocated } = picture
  const count = width * height * samples
  const bytes = (count * bitsAllocated) / 8
  if (set.fragments === null) {
    const part = set.elements.get(pixelData)?.subarray(frame * bytes, (frame + 1) * bytes)
    if (part === undefined || part.length < bytes) throw tooShort(name, part?.length ?? 0, bytes, 'bytes')
    return signedValues(part, picture, picture.planes && samples === 3)
  }
  const fragment = fragmentOf(set.fragments, frame, picture.frames, name)
  if (set.syntax === baseline || (set.syntax === extended && bitsAllocated === 8))
    return decoded(new Blob([fragment]), picture, name, signal)
  if (set.syntax === rle) return inRgb(signedValues(rleBytes(fragment, picture, name), picture, false), picture, name)
  if (!lossless.includes(set.syntax)) throw unsupported(name, compressionOf(set.syntax))
  return inRgb(signedValues(losslessBytes(fragment, bytes, name), picture, false), picture, name)
}

function compressionOf(syntax: string): string {
  const known = refused.find(([start]) => syntax.startsWith(start))
  return `${known === undefined ? 'the compression' : `${known[1]} compression`} of the transfer syntax ${syntax}`
}

function rleBytes(
  fragment: Uint8Array<ArrayBuffer>,
  { width, height, samples, bitsAllocated }: DicomPicture,
  name: string,
): Uint8Array<ArrayBuffer> {
  try {
    return decodeRle(fragment, { pixels: width * height, samples, bytesPerSample: bitsAllocated / 8 })
  } catch (error) {
    throw new EngineError(
      'input-unreadable',
      `${name} has RLE pixels that cannot be decoded: ${messageOf(error)}.`,
      'The file may be truncated. Copy it again.',
    )
  }
}

/** One fragment per frame, or the fragments of the only frame together. */
function fragmentOf(
  fragments: readonly Uint8Array<ArrayBuffer>[],
  frame: number,
  frames: number,
  name: string,
): Uint8Array<ArrayBuffer> {
  const parts = frames === 1 ? fragments : fragments.slice(frame, frame + 1)
  if (parts.length === 0 || (frames > 1 && fragments.length !== frames))
    throw tooShort(name, fragments.length, frames, 'frames')
  const out = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    out.set(part, at)
    at += part.length
  }
  return out
}

function losslessBytes(fragment: Uint8Array<ArrayBuffer>, bytes: number, name: string): Uint8Array<ArrayBuffer> {
  let found: Uint8Array<ArrayBuffer>
  try {
    found = new Uint8Array(new Decoder().decompress(fragment.buffer, 0, fragment.length).slice(0))
  } catch {
    throw new EngineError(
      'input-unreadable',
      `${name} has JPEG lossless pixels that cannot be decoded.`,
      'The file may be damaged.',
    )
  }
  if (found.length < bytes) throw tooShort(name, found.length, bytes, 'bytes')
  return found.subarray(0, bytes)
}

/** Little-endian integers of the stored bits; bits above them may hold other things. */
function signedValues(
  bytes: Uint8Array<ArrayBuffer>,
  { bitsAllocated, bitsStored, signed, width, height, samples }: DicomPicture,
  planes: boolean,
): Float32Array<ArrayBuffer> {
  const out = new Float32Array(width * height * samples)
  const unused = 32 - bitsStored
  for (let i = 0; i < out.length; i++) {
    const raw =
      bitsAllocated === 8 ? (bytes[i] as number) : (bytes[2 * i] as number) | ((bytes[2 * i + 1] as number) << 8)
    const value = signed ? (raw << unused) >> unused : (raw << unused) >>> unused
    out[planes ? (i % (width * height)) * samples + Math.floor(i / (width * height)) : i] = value
  }
  return out
}

async function decoded(
  blob: Blob,
  { width, height, samples }: DicomPicture,
  name: string,
  signal?: AbortSignal,
): Promise<Float32Array<ArrayBuffer>> {
  const { data, ...size } = await decodeWhole(blob, name, signal)
  if (size.width !== width || size.height !== height)
    throw tooShort(name, size.width * size.height, width * height, 'pixels')
  const out = new Float32Array(width * height * samples)
  for (let i = 0; i < out.length; i++) out[i] = data[Math.floor(i / samples) * 4 + (i % samples)] as number
  return out
}

function tooShort(name: string, found: number, wanted: number, unit: 'bytes' | 'frames' | 'pixels'): EngineError {
  return new EngineError(
    'input-unreadable',
    `${name} is a DICOM file with too few ${unit}: ${found} of ${wanted}.`,
    'The file may be truncated. Copy it again.',
  )
}
