import type { InputFormat } from '../../input-format.ts'

/** The byte order, then 42, or 43 for a BigTIFF. */
const signatures = ['II*\0', 'MM\0*', 'II+\0', 'MM\0+']

export const tiffFormat: InputFormat = {
  id: 'tiff',
  label: 'TIFF',
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  bySignature: true,
  match: (head) => (signatures.includes(String.fromCharCode(...head.subarray(0, 4))) ? 'TIFF' : null),
  matchName: (name) => (/\.tiff?$/i.test(name) ? 'TIFF' : null),
  open: () => import('./open.ts'),
}
