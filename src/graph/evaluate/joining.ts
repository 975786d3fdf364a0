import { sizeOf, type TensorData, type TensorValue } from '../../base/tensor.ts'
import { intAttribute } from '../attributes.ts'
import type { EvaluateCall, EvaluateRow, Evaluator } from './contract.ts'
import { allocate, integers, numeric } from './layout.ts'

/** Concatenates parts of shape `[outer, size_i, inner]` along the middle axis. */
function join(call: EvaluateCall, parts: readonly TensorValue[], inner: readonly number[]): TensorData | null {
  const widths = inner
  const total = widths.reduce((sum, width) => sum + width, 0)
  const outer = total === 0 ? 0 : sizeOf(call.shape) / total
  if (call.dtype === 'string') {
    const rows = Array.from({ length: outer }, (_, row) =>
      parts.flatMap((part, i) => {
        const width = widths[i] ?? 0
        return (part.data as readonly string[]).slice(row * width, (row + 1) * width)
      }),
    )
    return rows.flat()
  }
  const result = allocate(call.dtype, sizeOf(call.shape))
  if (result === null) return null
  let at = 0
  for (let row = 0; row < outer; row++)
    for (const [i, part] of parts.entries()) {
      const [data, width] = [numeric(part), widths[i] ?? 0]
      if (data === null) return null
      result.set(data.subarray(row * width, (row + 1) * width), at)
      at += width
    }
  return result
}

const concat: Evaluator = (call, inputs) => {
  const first = call.op === 'Concat'
  const parts = first ? inputs.slice(1) : inputs.slice(0, -1)
  const axis = integers(first ? inputs[0] : inputs.at(-1))?.[0]
  if (axis === undefined) return null
  const along = axis < 0 ? axis + call.shape.length : axis
  return join(
    call,
    parts,
    parts.map(({ shape }) => sizeOf(shape.slice(along))),
  )
}

const pack: Evaluator = (call, inputs) => {
  const axis = intAttribute(call.attributes, 'axis')
  const along = axis < 0 ? axis + call.shape.length : axis
  return join(
    call,
    inputs,
    inputs.map(({ shape }) => sizeOf(shape.slice(along))),
  )
}

const range: Evaluator = (call, inputs) => {
  const [start, , delta] = inputs.map((input) => numeric(input)?.[0])
  const result = allocate(call.dtype, sizeOf(call.shape))
  if (start === undefined || delta === undefined || result === null) return null
  for (let i = 0; i < result.length; i++) result[i] = start + i * delta
  return result
}

export const joining: readonly EvaluateRow[] = [
  [['Concat', 'ConcatV2'], concat],
  ['Pack', pack],
  ['Range', range],
]
