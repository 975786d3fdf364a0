import type { TensorValue } from '../../base/tensor.ts'
import type { OutputKind, ReadContext } from '../contract.ts'
import { eachOutput, leadOf, misfit } from '../each.ts'
import { type Rows, rowsOf } from '../rows.ts'

const maxWidth = 16

/** One or a few numbers per batch element: a scalar, `[b]`, `[b, 1]`, `[b, k]` with k ≤ 16. */
export const numbers = {
  id: 'numbers',

  match: (outputs, context) =>
    eachOutput(outputs, ({ value }) => {
      const rows = narrowRows(value, context)
      if (rows === null) return null
      if (rows.width === 1) return { fit: 0.9, reason: 'there is one number per batch element' }
      return { fit: rows.width <= 4 ? 0.8 : 0.3, reason: `there are ${rows.width} numbers per batch element` }
    }),

  decode: (outputs, context) => {
    const lead = leadOf(outputs)
    const rows = narrowRows(lead.value, context)
    if (rows === null) throw misfit('numbers', lead)
    return { view: 'numbers', data: { labels: labelsOf(rows.width, lead.name, context), rows: rows.batch } }
  },
} satisfies OutputKind

function narrowRows(value: TensorValue, { metadata }: ReadContext): Rows | null {
  if (value.dtype === 'string' || value.dtype === 'complex64') return null
  if (value.shape.length === 0) return { batch: 1, width: 1 }
  const rows = rowsOf(value.shape)
  if (rows === null) return null
  // The first dimension is the batch, so `[b]` is one number per batch element; with b class names, it is one row instead.
  const isBatch = value.shape.length === 1 && metadata.labels?.length !== rows.width
  const read = isBatch ? { batch: rows.width, width: 1 } : rows
  return read.width <= maxWidth ? read : null
}

function labelsOf(width: number, name: string, { metadata }: ReadContext): readonly string[] {
  const { labels } = metadata
  if (labels !== null && labels.length === width) return labels
  return width === 1 ? [name] : Array.from({ length: width }, (_, i) => `${name} [${i}]`)
}
