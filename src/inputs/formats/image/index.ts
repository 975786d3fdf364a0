import { pictureFormat, pictureFormatOfName } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

/** Pictures decoded by the browser. */
export const imageFormat: InputFormat = {
  id: 'image',
  label: 'Image',
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  bySignature: true,
  match: pictureFormat,
  matchName: pictureFormatOfName,
  open: () => import('./open.ts'),
}
