import { type MadeFile, made } from './app.ts'

/** A WAV file of 16 kHz with a tone of so many Hz and seconds. */
export function tone(name: string, hertz: number, seconds: number): MadeFile {
  const rate = 16_000
  const length = Math.round(rate * seconds)
  const file = Buffer.alloc(44 + 2 * length)
  file.write('RIFF', 0, 'latin1')
  file.writeUInt32LE(36 + 2 * length, 4)
  file.write('WAVEfmt ', 8, 'latin1')
  file.writeUInt32LE(16, 16)
  file.writeUInt16LE(1, 20)
  file.writeUInt16LE(1, 22)
  file.writeUInt32LE(rate, 24)
  file.writeUInt32LE(2 * rate, 28)
  file.writeUInt16LE(2, 32)
  file.writeUInt16LE(16, 34)
  file.write('data', 36, 'latin1')
  file.writeUInt32LE(2 * length, 40)
  for (let i = 0; i < length; i++) {
    const fade = Math.min(1, i / 200, (length - i) / 800)
    file.writeInt16LE(Math.round(12_000 * fade * Math.sin((2 * Math.PI * hertz * i) / rate)), 44 + 2 * i)
  }
  return made(name, file)
}
