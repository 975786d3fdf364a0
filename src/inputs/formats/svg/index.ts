import { ascii } from '../../image/formats.ts'
import type { InputFormat } from '../../input-format.ts'

const start = /^(\u00ef\u00bb\u00bf)?\s*(<\?xml[^>]*>\s*)?(<!--[^>]*>\s*)?(<!DOCTYPE svg[^>]*>\s*)?<svg[\s>]/i

/** Drawings, which the page draws at a chosen size. */
export const svgFormat: InputFormat = {
  id: 'svg',
  label: 'SVG',
  holds: 'one',
  drawable: true,
  feeds: 'pictures',
  bySignature: true,
  match: (head, name) => (/\.svg$/i.test(name) || start.test(ascii(head, 0, 1024)) ? 'SVG' : null),
  matchName: (name) => (/\.svg$/i.test(name) ? 'SVG' : null),
  open: () => import('./open.ts'),
}
