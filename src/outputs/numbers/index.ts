import type { TensorValue } from '../../base/tensor.ts'
import type { OutputContext, OutputKind } from '../contract.ts'
import { type Rows, rowsOf } from '../rows.ts'

const widest = 16

/** A number or a few per batch element: a scalar, `[b]`, `[b, 1]`, `[b, k]` with k ≤ 16. */
export const numbers: OutputKind = {
  id: 'numbers',
  label: 'Numbers',

  match(value, context) {
    const rows = fewOf(value, context)
    if (rows === null) return 0
    if (rows.width === 1) return 0.9
    return rows.width <= 4 ? 0.8 : 0.3
  },

  decode(value, context) {
    const { batch, width } = fewOf(value, context) ?? { batch: 1, width: value.data.length }
    return { view: 'numbers', data: { labels: labelsOf(width, context), rows: batch } }
  },
}

function fewOf(value: TensorValue, context: OutputContext): Rows | null {
  if (value.dtype === 'string' || value.dtype === 'complex64') return null
  if (value.shape.length === 0) return { batch: 1, width: 1 }
  const rows = rowsOf(value.shape)
  if (rows === null) return null
  // The first dimension of a model's output is the batch, so `[b]` is one number per element, unless the names say otherwise.
  const isBatch = value.shape.length === 1 && context.metadata.labels?.length !== rows.width
  const read = isBatch ? { batch: rows.width, width: 1 } : rows
  return read.width <= widest ? read : null
}

function labelsOf(width: number, { name, metadata }: OutputContext): readonly string[] {
  const { labels } = metadata
  if (labels !== null && labels.length === width) return labels
  return width === 1 ? [name] : Array.from({ length: width }, (_, i) => `${name} [${i}]`)
}
