import { cut } from '../format.ts'
import type { ReadingRow } from './contract.ts'

/** Parts of a text that a model points at: answers to a question, or names and other classes of words. */
export interface Spans {
  readonly text: string
  /** `answers`: alternatives, best first; `classes`: parts of one reading, in the order of the text. */
  readonly shows: 'answers' | 'classes'
  readonly spans: readonly Span[]
  /** Source of the names of classes; `null` without names, and for answers. */
  readonly labelsSource: string | null
  readonly note: string
}

export interface Span {
  /** UTF-16 positions in the text. */
  readonly start: number
  readonly end: number
  readonly text: string
  /** Empty for answers. */
  readonly label: string
  /** The class, as the model numbers it; 0 for answers. */
  readonly index: number
  /** 0…1. */
  readonly score: number
}

/** Parts of a text. */
export const spans: ReadingRow<Spans> = {
  headline: ({ spans: found, shows }) => {
    const [best] = found
    if (best === undefined) return { kind: 'text', text: shows === 'answers' ? 'no answer' : 'nothing marked' }
    if (shows === 'answers') return { kind: 'text', text: cut(best.text) }
    const things = found.slice(0, 3).map(({ label, text }) => `${cut(text, 20)} (${label})`)
    return { kind: 'text', text: cut(things.join(', '), 60) }
  },
  cells: ({ spans: found }) => {
    const [best] = found
    return [
      ['spans', found.length],
      ['text', best?.text ?? null],
      ['label', best?.label ?? null],
      ['score', best?.score ?? null],
    ]
  },
  table: ({ spans: found }) => ({
    titles: ['text', 'label', 'index', 'score', 'start', 'end'],
    rows: found.map(({ text, label, index, score, start, end }) => [text, label, index, score, start, end]),
  }),
  record: ({ spans: found, ...data }, _output, maxLength) => ({ ...data, spans: found.slice(0, maxLength) }),
}
