import { formatNumber } from '../../base/format.ts'
import type { Score, ScoreRow } from '../../base/run.ts'
import { numbersOf, statsOf, type TensorValue } from '../../base/tensor.ts'
import type { OutputContext, OutputKind } from '../contract.ts'
import { type Rows, rowsOf } from '../rows.ts'
import { type ClassNames, classNames, unusedNames } from './labels.ts'
import { isEmbeddingLike, looksLikeLogits, type Meaning, meaningOf } from './meaning.ts'
import { softmax } from './softmax.ts'

/** Below the raw tensor's 0.1: offered, but not shown first. */
const onRequest = 0.05

/** Class scores: `[n]`, `[b, n]`, `[b, 1, 1, n]` with n ≥ 2. Softmax is applied for display when the output holds logits. */
export const scores: OutputKind = {
  id: 'scores',
  label: 'Class scores',

  match(value, context) {
    const rows = vectorsOf(value)
    if (rows === null || belongsToBoxes(rows, context)) return 0
    const data = numbersOf(value)
    const meaning = meaningOf(data, rows)
    if (meaning === 'probabilities') return 0.95
    if (classNames(rows, context) !== null) return 0.9
    if (meaning === 'log-probabilities') return 0.85
    if (rows.width <= 4 || value.shape.length === 1 || meaning === 'broken' || meaning === 'integers') return onRequest
    if (isEmbeddingLike(data, rows)) return onRequest
    if (meaning === 'independent') return 0.6
    return looksLikeLogits(data, rows) ? 0.7 : onRequest
  },

  decode(value, context) {
    const rows = vectorsOf(value) ?? { batch: 1, width: value.data.length }
    const data = numbersOf(value)
    const meaning = meaningOf(data, rows)
    const applied = meaning === 'logits' || meaning === 'log-probabilities' ? 'softmax' : 'none'
    const names = classNames(rows, context)
    const note = [describe(meaning, value), names === null ? unusedNames(rows, context) : names.note]
    return {
      view: 'scores',
      data: {
        rows: Array.from({ length: rows.batch }, (_, row): ScoreRow => {
          const raw = data.subarray(row * rows.width, (row + 1) * rows.width)
          return { top: ranked(applied === 'softmax' ? softmax(raw) : raw, row, names) }
        }),
        classes: rows.width,
        applied,
        note: note.filter((sentence) => sentence !== '').join(' '),
        labelsSource: names?.source ?? null,
      },
    }
  },
}

function vectorsOf(value: TensorValue): Rows | null {
  if (value.dtype === 'string' || value.dtype === 'complex64') return null
  const rows = rowsOf(value.shape)
  return rows === null || rows.width < 2 ? null : rows
}

/** Detectors give `[b, n]` scores or classes beside `[b, n, 4]` boxes: n counts boxes there, not classes. */
function belongsToBoxes({ batch, width }: Rows, context: OutputContext): boolean {
  return context.all.some(
    ({ value: { shape } }) => shape.length === 3 && shape[0] === batch && shape[1] === width && (shape[2] ?? 0) > 1,
  )
}

/** Best first; ties in the order of the classes; NaN last. */
function ranked(values: ArrayLike<number>, row: number, names: ClassNames | null): readonly Score[] {
  const entries = Array.from(
    values,
    (value, index): Score => ({ label: names?.of(row, index) ?? `class ${index}`, index, value }),
  )
  return entries.sort((a, b) => {
    if (Number.isNaN(a.value) || Number.isNaN(b.value))
      return Number(Number.isNaN(a.value)) - Number(Number.isNaN(b.value)) || a.index - b.index
    return a.value === b.value ? a.index - b.index : a.value < b.value ? 1 : -1
  })
}

function describe(meaning: Meaning, value: TensorValue): string {
  const { min, max, nan, inf, sum } = statsOf(value)
  const span = `from ${formatNumber(min, 3)} to ${formatNumber(max, 3)}`
  switch (meaning) {
    case 'probabilities':
      return 'The output holds probabilities that sum to 1; nothing was applied.'
    case 'independent':
      return value.shape[0] === 1 || value.shape.length === 1
        ? `The values lie between 0 and 1 but sum to ${formatNumber(sum, 3)}: they are independent scores, not shares of one, and are shown as they are.`
        : 'The values lie between 0 and 1 but their rows do not sum to 1: they are independent scores, not shares of one, and are shown as they are.'
    case 'log-probabilities':
      return `The output holds logarithms of probabilities (${span}); softmax was applied, which gives the probabilities. The raw values are in the exports.`
    case 'integers':
      return `The output holds whole numbers (${span}); they are shown as they are.`
    case 'broken':
      return `The output holds ${nan} NaN and ${inf} infinite values among its ${value.data.length}; the values are shown as they are.`
    case 'logits':
      return `The output holds logits (${span}), not probabilities; softmax was applied. The raw values are in the exports.`
  }
}
