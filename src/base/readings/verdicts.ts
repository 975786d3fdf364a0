import { cut } from '../format.ts'
import type { ReadingRow } from './contract.ts'

/** Several yes-or-no answers of a model about each element of the batch. */
export interface Verdicts {
  /** What each answer is about: `insult`. */
  readonly labels: readonly string[]
  /** Elements of the batch. */
  readonly rows: number
  /** The score of yes, 0…1, of answer j about element i at `i * labels.length + j`; `NaN` if the model gave no number. */
  readonly yes: Float32Array<ArrayBuffer>
  /** The answer is yes above this score, no if that of no is above it, and else undecided. At least 0.5. */
  readonly sure: number
  /** Assumptions made while decoding, in sentences; may be empty. */
  readonly note: string
}

export type Verdict = 'yes' | 'no' | 'undecided' | 'no number'

export interface Answered {
  readonly label: string
  readonly score: number
  readonly verdict: Verdict
}

/** The answers about one element, in the model's order. */
export function answersAt({ labels, yes, sure }: Verdicts, row: number): readonly Answered[] {
  return labels.map((label, i) => {
    const score = yes[row * labels.length + i] ?? Number.NaN
    return { label, score, verdict: verdictOf(score, sure) }
  })
}

function verdictOf(score: number, sure: number): Verdict {
  if (Number.isNaN(score)) return 'no number'
  if (score > sure) return 'yes'
  return 1 - score > sure ? 'no' : 'undecided'
}

/** What one element is, in words: `insult, toxicity`; `none of 7`; `none of 7, 2 undecided`. */
export function summaryOf(answers: readonly Answered[]): string {
  const yes = answers.filter(({ verdict }) => verdict === 'yes').map(({ label }) => label)
  const undecided = answers.filter(({ verdict }) => verdict === 'undecided').length
  const found = yes.length === 0 ? `none of ${answers.length}` : yes.join(', ')
  return undecided === 0 ? found : `${found}, ${undecided} undecided`
}

/** Length of a headline. */
const longest = 60

/** Yes-or-no answers. */
export const verdicts: ReadingRow<Verdicts> = {
  batch: ({ rows }) => rows,

  headline: (data) => {
    const answers = answersAt(data, 0)
    if (answers.every(({ verdict }) => verdict === 'no number')) return { kind: 'lost' }
    return { kind: 'text', text: cut(summaryOf(answers), longest) }
  },

  cells: (data) => answersAt(data, 0).map(({ label, score }) => [label, score]),

  table: (data) => ({
    titles: ['row', 'label', 'score', 'verdict'],
    rows: Array.from({ length: data.rows }, (_, row) =>
      answersAt(data, row).map(({ label, score, verdict }) => [row, label, score, verdict]),
    ).flat(),
  }),

  record: (data, _output, maxLength) => ({
    sure: data.sure,
    rows: Array.from({ length: Math.min(data.rows, maxLength) }, (_, row) => answersAt(data, row)),
  }),
}
