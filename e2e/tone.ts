import { toneWav } from '../scripts/fake-microphone.mjs'
import { type MadeFile, made } from './app.ts'

/** A WAV file of 16 kHz with a tone of so many Hz and seconds. */
export function tone(name: string, hertz: number, seconds: number): MadeFile {
  return made(name, toneWav(hertz, seconds))
}
