import { pictureFormat } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

/** PNGs of 16 bits per channel, of which the decoders of browsers keep 8. */
export const deepPngFormat: InputFormat = {
  id: 'deep-png',
  label: 'PNG of 16 bits',
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  bySignature: true,
  match: (head) => (pictureFormat(head) === 'PNG' && head[24] === 16 ? 'PNG of 16 bits' : null),
  open: () => import('./open.ts'),
}
