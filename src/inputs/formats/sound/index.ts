import type { InputFormat } from '../../input-format.ts'
import { soundFormatOf } from '../../sound/formats.ts'

/** Sounds: WAV is read here, the others by the browser's decoders. */
export const soundFormat: InputFormat = {
  id: 'sound',
  label: 'Sound',
  holds: 'one',
  drawable: false,
  plays: true,
  feeds: 'sounds',
  bySignature: true,
  match: soundFormatOf,
  open: () => import('./open.ts'),
}
