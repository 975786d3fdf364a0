import type { InputFormat } from '../../input-format.ts'
import { headText } from '../../read-text.ts'

/** Numbers, strings or rows as JSON, or as JSON Lines. */
export const jsonFormat: InputFormat = {
  id: 'json',
  label: 'JSON',
  holds: 'named',
  drawable: false,
  feeds: 'any',
  bySignature: false,
  match: (head, name) => {
    const text = headText(head)?.trimStart()
    if (text === undefined) return null
    return /\.(json|jsonl|ndjson)$/i.test(name) || /^(\[\s*[[{\d"\-\]]|\{\s*")/.test(text) ? 'JSON' : null
  },
  check: async (file, signal) => (await import('./open.ts')).check(file, signal),
  open: () => import('./open.ts'),
}
