import { EngineError } from '../../base/errors.ts'
import { formatCount } from '../../base/format.ts'
import { ascii } from '../image/formats.ts'
import type { Sound } from './sound.ts'

interface Format {
  readonly isFloat: boolean
  readonly channels: number
  readonly rate: number
  /** Bits of a stored sample. */
  readonly bits: number
}

const pcm = 1
const float = 3
const extensible = 0xfffe
/** Samples per second: from telemetry to the fastest converters. The work of resampling grows with the rate. */
const [lowestRate, highestRate] = [100, 768_000]
/** The size of a chunk that was not known when it was written. */
const unknownSize = 0xffffffff

/**
 * Reads a WAV file with integers of 8, 16, 24 or 32 bits, or floats of 32 or 64. Raises `input-unreadable`, or
 * `input-unsupported` for compressed samples.
 */
export function readWav(bytes: Uint8Array<ArrayBuffer>, path: string): Sound {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let format: Format | null = null
  for (let at = 12; at + 8 <= bytes.length; ) {
    const id = ascii(bytes, at, at + 4)
    const size = view.getUint32(at + 4, true)
    const start = at + 8
    if (id === 'fmt ') format = formatAt(view, start, path)
    if (id === 'data') {
      if (format === null) throw unreadable(path, `its "data" at byte ${at} comes before its "fmt "`)
      return samplesOf(view, { start, size }, format)
    }
    at = start + size + (size & 1)
  }
  throw unreadable(path, `there is no ${format === null ? '"fmt "' : '"data"'} chunk in its ${bytes.length} bytes`)
}

function formatAt(view: DataView, start: number, path: string): Format {
  if (start + 16 > view.byteLength) throw unreadable(path, `its "fmt " chunk at byte ${start - 8} is cut off`)
  const tag = view.getUint16(start, true)
  const isExtended = tag === extensible && start + 26 <= view.byteLength
  const codec = isExtended ? view.getUint16(start + 24, true) : tag
  const channels = view.getUint16(start + 2, true)
  const rate = view.getUint32(start + 4, true)
  const bits = view.getUint16(start + 14, true)
  const known = codec === pcm ? [8, 16, 24, 32] : codec === float ? [32, 64] : []
  if (!known.includes(bits))
    throw new EngineError(
      'input-unsupported',
      `${path} is a WAV file with ${bits}-bit samples of codec ${codec}; integers of 8, 16, 24 or 32 bits and floats of 32 or 64 are supported.`,
      'Save it as 16-bit PCM.',
    )
  if (channels === 0) throw unreadable(path, 'it states 0 channels')
  if (rate < lowestRate || rate > highestRate)
    throw new EngineError(
      'input-unreadable',
      `${path} states a sample rate of ${formatCount(rate)} Hz; a rate of ${lowestRate} to ${formatCount(highestRate)} Hz is expected.`,
      'Export the sound again with the rate at which it was recorded.',
    )
  return { isFloat: codec === float, channels, rate, bits }
}

function samplesOf(
  view: DataView,
  { start, size }: { readonly start: number; readonly size: number },
  { isFloat, channels: count, rate, bits }: Format,
): Sound {
  const step = bits / 8
  const left = view.byteLength - start
  const length = Math.floor(Math.min(size === 0 ? left : size, left) / (step * count))
  const channels = Array.from({ length: count }, () => new Float32Array(length))
  const sampleAt = readerOf(view, bits, isFloat)
  for (const [c, channel] of channels.entries())
    for (let i = 0, at = start + c * step; i < length; i++, at += step * count) channel[i] = sampleAt(at)
  const isCut = size > left && size !== unknownSize
  return { rate, channels, note: '', statedSeconds: isCut ? size / (step * count) / rate : null }
}

/** Reads the sample at a byte as −1…1. */
function readerOf(view: DataView, bits: number, isFloat: boolean): (at: number) => number {
  if (isFloat) return bits === 64 ? (at) => view.getFloat64(at, true) : (at) => view.getFloat32(at, true)
  switch (bits) {
    case 8:
      return (at) => (view.getUint8(at) - 128) / 128
    case 16:
      return (at) => view.getInt16(at, true) / 32768
    case 24:
      return (at) => (view.getUint16(at, true) + view.getInt8(at + 2) * 65536) / 8388608
    default:
      return (at) => view.getInt32(at, true) / 2147483648
  }
}

function unreadable(path: string, found: string): EngineError {
  return new EngineError('input-unreadable', `${path} is not a complete WAV file: ${found}.`, 'Export the sound again.')
}
