import type { InputFormat } from '../../input-format.ts'
import { headText } from '../../read-text.ts'

/** Numbers in plain text, which feed any input. */
export const numbersFormat: InputFormat = {
  id: 'numbers',
  label: 'Numbers in text',
  holds: 'one',
  drawable: false,
  feeds: 'any',
  bySignature: false,
  match: (head) => {
    const parts = headText(head)?.split(/[\s,;[\]]+/) ?? []
    const numbers = parts.filter((part) => part !== '')
    return numbers.length > 0 && numbers.every(isNumber) ? 'text' : null
  },
  open: () => import('./open.ts'),
}

function isNumber(part: string): boolean {
  return /^nan$/i.test(part) || !Number.isNaN(Number(part))
}

/** Plain text. Last in the table, because any text matches. */
export const textFormat: InputFormat = {
  id: 'text',
  label: 'Text',
  holds: 'one',
  drawable: false,
  feeds: 'strings',
  bySignature: false,
  match: (head) => (headText(head) === null ? null : 'text'),
  open: () => import('./open.ts'),
}
