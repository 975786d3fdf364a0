import { ascii } from '../image/formats.ts'

interface SoundFormat {
  readonly label: string
  /** Without a signature of its own, the name must fit too. */
  readonly names?: RegExp
  readonly matches: (head: Uint8Array) => boolean
}

const at = (head: Uint8Array, text: string, place = 0): boolean => ascii(head, place, place + text.length) === text
const holds = (head: Uint8Array, text: string): boolean => ascii(head, 0, head.length).includes(text)
const isWebm = (head: Uint8Array): boolean => at(head, '\x1aE\xdf\xa3')

/** Sounds without moving pictures, in the order in which they are tried. */
const soundFormats: readonly SoundFormat[] = [
  { label: 'WAV', matches: (head) => (at(head, 'RIFF') || at(head, 'RF64')) && at(head, 'WAVE', 8) },
  { label: 'MP3', matches: (head) => at(head, 'ID3') },
  { label: 'FLAC', matches: (head) => at(head, 'fLaC') },
  { label: 'Ogg', matches: (head) => at(head, 'OggS') && !holds(head, '\x80theora') },
  { label: 'MPEG-4 audio', matches: (head) => at(head, 'ftyp', 4) && /^M4[AB]/.test(ascii(head, 8, 12)) },
  { label: 'MPEG-4 audio', names: /\.m4[ab]$/i, matches: (head) => at(head, 'ftyp', 4) },
  { label: 'WebM audio', matches: (head) => isWebm(head) && holds(head, 'A_') && !holds(head, 'V_') },
  { label: 'MP3', names: /\.mp3$/i, matches: (head) => head[0] === 0xff && ((head[1] ?? 0) & 0xe6) === 0xe2 },
  { label: 'AAC', names: /\.aac$/i, matches: (head) => head[0] === 0xff && ((head[1] ?? 0) & 0xf6) === 0xf0 },
]

/** The format of a sound file in a word, by its first bytes and its name; `null` for other files. */
export function soundFormatOf(head: Uint8Array, name: string): string | null {
  const found = soundFormats.find(({ names, matches }) => names?.test(name) !== false && matches(head))
  return found?.label ?? null
}
