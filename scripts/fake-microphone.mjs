import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

const rate = 16_000
/** Fade-in and fade-out, in samples. */
const [rise, fall] = [200, 800]

/**
 * A WAV file of 16 kHz, 16 bits and one channel with a tone.
 * @param {number} hertz
 * @param {number} seconds
 */
export function toneWav(hertz, seconds) {
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
    const fade = Math.min(1, i / rise, (length - i) / fall)
    file.writeInt16LE(Math.round(12_000 * fade * Math.sin((2 * Math.PI * hertz * i) / rate)), 44 + 2 * i)
  }
  return file
}

/**
 * Writes a sound for Chromium's fake microphone, which repeats it, and returns the browser's arguments.
 * @param {Uint8Array} sound a WAV file
 * @param {string} target
 * @returns {Promise<readonly string[]>}
 */
export async function fakeMicrophone(sound, target) {
  await mkdir(dirname(target), { recursive: true })
  await writeFile(target, sound)
  return [
    '--use-fake-device-for-media-stream',
    '--use-fake-ui-for-media-stream',
    `--use-file-for-fake-audio-capture=${resolve(target)}`,
  ]
}
