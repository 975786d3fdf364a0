import { allScores, best, bestScores, className, type Scores, scoresOfRow } from '../scores.ts'
import type { ReadingRow, ReadOutput, Table } from './contract.ts'

/** Class scores: the best class is the headline. */
export const scores: ReadingRow<Scores> = {
  batch: ({ rows }) => rows,

  headline: (data, { shape }) => {
    const [first] = scoresOfRow(data, 0)
    if (first === undefined) return { kind: 'tensor', shape }
    const { label, value } = first
    if (Number.isNaN(value)) return { kind: 'lost' }
    return { kind: 'score', label, value, ...(data.even[0] === true ? { undecided: true } : {}) }
  },

  cells: (data) => {
    const [first] = scoresOfRow(data, 0)
    return [
      ['label', first?.label ?? null],
      ['index', first?.index ?? null],
      ['score', first?.value ?? null],
    ]
  },

  table: (data, output) => (data.rows === 1 ? oneRow(data, output) : batch(data, output)),

  record: (data, _output, maxLength) => ({
    classes: data.classes,
    applied: data.applied,
    labels: data.labelsSource,
    rows: Array.from({ length: Math.min(data.rows, maxLength) }, (_, row) => scoresOfRow(data, row)),
  }),

  shownClasses: ({ classes, shown, applied, names }) => ({ classes, shown, applied, names }),

  ranking: (data, { value }, count) => {
    const top = (row: number) => bestScores(data, value, row, count)
    return {
      top: top(0),
      applied: data.applied,
      labels: data.labelsSource,
      ...(data.rows > 1 ? { topRows: Array.from({ length: data.rows }, (_, row) => top(row)) } : {}),
    }
  },
}

/** One line per class, best first, with the raw value. */
function oneRow(data: Scores, { value }: ReadOutput): Table {
  return {
    titles: ['rank', 'index', 'label', 'score', 'raw'],
    rows: bestScores(data, value, 0, data.classes).map(({ label, index, value: score }, rank) => [
      rank + 1,
      index,
      label,
      score,
      value.data[index] ?? null,
    ]),
  }
}

/** One line per batch element, with the score of every class. */
function batch(data: Scores, { value }: ReadOutput): Table {
  return {
    isPerRow: true,
    titles: [
      'row',
      'label',
      'index',
      'score',
      ...Array.from({ length: data.classes }, (_, index) => className(data, 0, index)),
    ],
    rows: Array.from({ length: data.rows }, (_, row) => {
      const all = allScores(data, value, row)
      const [first = 0] = best(all, 1)
      return [row, className(data, row, first), first, all[first] ?? null, ...Array.from(all)]
    }),
  }
}
