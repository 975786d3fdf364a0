import type { InputFormat } from '../../input-format.ts'
import { headText } from '../../read-text.ts'

/** Plain text: a string, or numbers. Last in the table, because any text matches. */
export const textFormat: InputFormat = {
  id: 'text',
  label: 'Text',
  holds: 'one',
  drawable: false,
  bySignature: false,
  match: (head) => (headText(head) === null ? null : 'text'),
  open: () => import('./open.ts'),
}
