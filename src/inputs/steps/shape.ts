import type { Field } from '../../base/plan.ts'
import { formatShape, sizeOf } from '../../base/tensor.ts'
import { choiceOf, numberOf } from '../../base/values.ts'
import { type ArrayValue, isStrings, type Numbers } from '../input-value.ts'
import type { Job } from '../job.ts'
import { type Fit, fitShape, shapeError } from '../shape.ts'
import type { Step } from '../step.ts'

/** If a batch has more elements than this, only one row is used: 64 MB as float32. */
const maxBatchElements = 16_000_000

const transposed = [
  { id: 'transpose', label: 'Move the channels' },
  { id: 'row-major', label: 'Leave the values in order' },
]

/** Adapts an array to the input's shape: batch dimension, dimensions of 1, flat arrays, one row of a table. */
export const shapeStep: Step<ArrayValue> = {
  id: 'shape',
  label: 'Shape',
  // The windows of a sound have their shape already, and may be more than fit into one run.
  applies: (inputValue, { facts }): inputValue is ArrayValue =>
    inputValue.type === 'tensor' && facts.timing === undefined,
  auto: (inputValue, job) => {
    const all = fitted(inputValue.shape, job)
    const one = fitted(inputValue.shape.slice(1), job)
    const big = sizeOf(inputValue.shape) > maxBatchElements && inputValue.shape.length > 1 && one !== null
    const single = (all === null || big) && one !== null && (inputValue.shape[0] ?? 0) > 0
    const reason = single
      ? big && all !== null
        ? 'all rows at once would take too much memory'
        : `the input takes one at a time: ${one.reason}`
      : (all?.reason ?? '')
    return { values: { rows: single ? 'one' : 'all', row: 1, order: 'transpose' }, reason }
  },
  fields: (values, inputValue, job) => {
    const fields: Field[] = []
    const count = inputValue.shape[0] ?? 0
    if (count > 1 && inputValue.shape.length > 1 && fitted(inputValue.shape.slice(1), job) !== null) {
      const options = [{ id: 'one', label: 'One' }]
      if (fitted(inputValue.shape, job) !== null) options.unshift({ id: 'all', label: `All ${count}` })
      fields.push({ id: 'rows', label: 'Rows', type: 'choice', value: choiceOf(values, 'rows'), options })
      if (choiceOf(values, 'rows') === 'one')
        fields.push({
          id: 'row',
          label: 'Row',
          type: 'number',
          value: numberOf(values, 'row'),
          min: 1,
          max: count,
          integer: true,
        })
    }
    const axes =
      fitted(choiceOf(values, 'rows') === 'one' ? inputValue.shape.slice(1) : inputValue.shape, job)?.axes ?? null
    if (axes !== null)
      fields.push({
        id: 'order',
        label: 'Channels',
        type: 'choice',
        value: choiceOf(values, 'order'),
        options: transposed,
      })
    return fields
  },
  apply: (inputValue, values, job) => {
    const taken = choiceOf(values, 'rows') === 'one' ? rowOf(inputValue, numberOf(values, 'row') - 1) : inputValue
    const found = fitted(taken.shape, job)
    if (found === null) throw shapeError(job.name, taken.shape, job.spec)
    if (found.axes === null || choiceOf(values, 'order') === 'row-major') return { ...taken, shape: found.shape }
    return { ...taken, shape: found.shape, data: transpose(taken, found.axes) }
  },
  summary: (values, inputValue, job) => {
    const one = choiceOf(values, 'rows') === 'one'
    const found = fitted(one ? inputValue.shape.slice(1) : inputValue.shape, job)
    const from = one ? `row ${numberOf(values, 'row')} of ${inputValue.shape[0] ?? 0}` : formatShape(inputValue.shape)
    const to = formatShape(found?.shape ?? null)
    return from === to ? `${to} already` : `${from} → ${to}`
  },
}

function fitted(source: readonly number[], { spec, dims, image }: Job): Fit | null {
  return fitShape({ source, spec, dims, image })
}

function rowOf(inputValue: ArrayValue, row: number): ArrayValue {
  const shape = inputValue.shape.slice(1)
  const size = sizeOf(shape)
  return { ...inputValue, shape, data: inputValue.data.slice(row * size, (row + 1) * size) }
}

/**
 * Permutes dimensions: dimension k of the output is `axes[k]` of the source. Only pictures have channels, and they are
 * numeric.
 */
function transpose({ data, shape }: ArrayValue, axes: readonly number[]): Numbers | readonly string[] {
  if (isStrings(data)) return data
  const strides = shape.map((_, i) => sizeOf(shape.slice(i + 1)))
  const out = data.slice()
  const index = new Array<number>(axes.length).fill(0)
  for (let o = 0; o < out.length; o++) {
    let from = 0
    for (let k = 0; k < axes.length; k++) from += (index[k] as number) * (strides[axes[k] as number] as number)
    out[o] = data[from] as number
    for (let k = axes.length - 1; k >= 0; k--) {
      index[k] = (index[k] as number) + 1
      if ((index[k] as number) < (shape[axes[k] as number] as number)) break
      index[k] = 0
    }
  }
  return out
}
