import { ascii } from '../image/formats.ts'

type Bytes = Uint8Array<ArrayBuffer>

const readers: Readonly<Record<string, (bytes: Bytes) => number | null>> = {
  MP3: rateOfMp3,
  AAC: rateOfAac,
  Ogg: rateOfOgg,
  FLAC: rateOfFlac,
  'MPEG-4 audio': rateOfMp4,
  'WebM audio': rateOfWebm,
}

/** Whole samples per second as the file states them; `null` if it does not, where they are looked for. */
export function statedRate(bytes: Bytes, label: string): number | null {
  const rate = readers[label]?.(bytes) ?? null
  return rate !== null && rate > 0 ? Math.round(rate) : null
}

/** Bytes behind the tag of an MP3 in which its first frame is looked for. */
const searched = 65_536

function rateOfMp3(bytes: Bytes): number | null {
  const hasTag = ascii(bytes, 0, 3) === 'ID3'
  const start = hasTag ? 10 + bytes.subarray(6, 10).reduce((size, part) => size * 128 + (part & 127), 0) : 0
  for (let at = start; at + 4 <= Math.min(bytes.length, start + searched); at++) {
    const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3)
    const isFrame = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02
    const version = (second >> 3) & 3
    const rate = [44_100, 48_000, 32_000][(third >> 2) & 3]
    if (!isFrame || version === 1 || rate === undefined || third >> 4 === 15) continue
    // MPEG-1, MPEG-2 with half of its rates, MPEG-2.5 with a quarter.
    return version === 3 ? rate : version === 2 ? rate / 2 : rate / 4
  }
  return null
}

function rateOfAac(bytes: Bytes): number | null {
  const rates = [96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8000, 7350]
  return rates[((bytes[2] ?? 0) >> 2) & 15] ?? null
}

function rateOfOgg(bytes: Bytes): number | null {
  // The first packet follows the header of the first page and its table of segments.
  const start = 27 + (bytes[26] ?? 0)
  // Opus always decodes at 48 kHz; the rate in its header is that of the recording.
  if (ascii(bytes, start, start + 8) === 'OpusHead') return 48_000
  if (ascii(bytes, start, start + 7) === '\x01vorbis') return unsigned(bytes, start + 12, true)
  if (ascii(bytes, start, start + 5) === '\x7fFLAC') return rateOfStreamInfo(bytes, start + 9 + 8)
  return null
}

function rateOfFlac(bytes: Bytes): number | null {
  return rateOfStreamInfo(bytes, 8)
}

function rateOfStreamInfo(bytes: Bytes, at: number): number | null {
  return unsigned(bytes, at + 10, false) >>> 12
}

/** The time scale of the first track with sound is its rate. */
function rateOfMp4(bytes: Bytes): number | null {
  const media = [...boxesIn(bytes, 0, bytes.length, ['moov', 'trak', 'mdia'])]
  for (const { start, end } of media) {
    const [handler] = boxesIn(bytes, start, end, ['hdlr'])
    const [header] = boxesIn(bytes, start, end, ['mdhd'])
    if (handler === undefined || header === undefined) continue
    if (ascii(bytes, handler.start + 8, handler.start + 12) !== 'soun') continue
    return unsigned(bytes, header.start + (bytes[header.start] === 1 ? 20 : 12), false)
  }
  return null
}

interface Box {
  readonly start: number
  readonly end: number
}

/** The contents of all boxes at a path. */
function* boxesIn(bytes: Bytes, start: number, end: number, [name, ...path]: readonly string[]): Generator<Box> {
  for (let at = start; at + 8 <= end; ) {
    const size = unsigned(bytes, at, false)
    // A size of 1 is followed by the real one, of 64 bits; one of 0 reaches to the end.
    const isLong = size === 1
    const length = isLong ? unsigned(bytes, at + 8, false) * 2 ** 32 + unsigned(bytes, at + 12, false) : size
    const next = Math.min(end, length < 8 ? end : at + length)
    const box = { start: at + (isLong ? 16 : 8), end: next }
    if (ascii(bytes, at + 4, at + 8) === name) {
      if (path.length === 0) yield box
      else yield* boxesIn(bytes, box.start, box.end, path)
    }
    at = next
  }
}

/** `SamplingFrequency`, a float of 4 or 8 bytes; Opus has 48 kHz. */
function rateOfWebm(bytes: Bytes): number | null {
  const head = bytes.subarray(0, 4096)
  if (ascii(head, 0, head.length).includes('A_OPUS')) return 48_000
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 10 < head.length; at++) {
    if (head[at] !== 0xb5) continue
    if (head[at + 1] === 0x84) return view.getFloat32(at + 2)
    if (head[at + 1] === 0x88) return view.getFloat64(at + 2)
  }
  return null
}

/** A number of 32 bits; 0 behind the end. */
function unsigned(bytes: Bytes, at: number, isLittle: boolean): number {
  if (at + 4 > bytes.length) return 0
  return new DataView(bytes.buffer, bytes.byteOffset + at, 4).getUint32(0, isLittle)
}
