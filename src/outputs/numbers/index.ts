import { numbersOf, type TensorValue } from '../../base/tensor.ts'
import type { OutputContext, OutputKind } from '../contract.ts'
import { type Rows, rowsOf } from '../rows.ts'

const widest = 16
const mostRows = 256

/** A number or a few per batch element: a scalar, `[b]`, `[b, 1]`, `[b, k]` with k ≤ 16 and b ≤ 256. */
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
    const data = numbersOf(value)
    const label = labelled(width, context)
    return {
      view: 'numbers',
      data: {
        rows: Array.from({ length: batch }, (_, row) =>
          Array.from({ length: width }, (_, i) => ({ label: label(i), value: data[row * width + i] as number })),
        ),
      },
    }
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
  return read.width <= widest && read.batch <= mostRows ? read : null
}

function labelled(width: number, { name, metadata }: OutputContext): (index: number) => string {
  const { labels } = metadata
  if (labels !== null && labels.length === width) return (index) => labels[index] ?? name
  return width === 1 ? () => name : (index) => `${name} [${index}]`
}
