import { ascii } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

/** Brands of pictures of one or several frames coded with HEVC, and of HEIF in general. */
const brands = ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx', 'mif1', 'msf1']

export const heicFormat: InputFormat = {
  id: 'heic',
  label: 'HEIC',
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  bySignature: true,
  match: (head) => (ascii(head, 4, 8) === 'ftyp' && brands.includes(ascii(head, 8, 12)) ? 'HEIC' : null),
  matchName: (name) => (/\.(heic|heif|hif)$/i.test(name) ? 'HEIC' : null),
  open: () => import('./open.ts'),
}
