import { pictureFormat, pictureFormatOfName } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

/** Pictures that the browser decodes. */
export const imageFormat: InputFormat = {
  id: 'image',
  label: 'Image',
  bySignature: true,
  match: pictureFormat,
  matchName: pictureFormatOfName,
  open: () => import('./open.ts'),
}
