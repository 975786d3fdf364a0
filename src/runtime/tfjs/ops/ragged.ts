import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import { sizeOf } from '../../../base/tensor.ts'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf, textsOf } from './values.ts'

type Elements = readonly (string | number)[]

async function elementsOf(tensor: Tensor | undefined): Promise<Elements> {
  return given(tensor).dtype === 'string' ? textsOf(tensor) : numbersOf(tensor)
}

/** Row splits, with the end of the last row, from TensorFlow's row partition types. */
async function partitions({ inputs, attributes }: OpCall): Promise<readonly (readonly number[])[]> {
  const types = attributes.texts('row_partition_types')
  const tensors = await Promise.all(inputs.slice(3).map(numbersOf))
  const splits: (readonly number[])[] = []
  let rows = 0
  types.forEach((type, i) => {
    const tensor = tensors[i] ?? []
    if (type === 'FIRST_DIM_SIZE') rows = tensor[0] ?? 0
    else if (type === 'ROW_SPLITS') splits.push(tensor)
    else if (type === 'VALUE_ROWIDS') splits.push(fromRowIds(tensor, rows))
    else throw new EngineError('unknown-op', `Rows partitioned by ${type} are not supported.`)
    rows = splits.at(-1)?.at(-1) ?? rows
  })
  return splits
}

function fromRowIds(ids: readonly number[], rows: number): readonly number[] {
  const counts = Array.from({ length: rows + 1 }, () => 0)
  for (const id of ids) counts[id + 1] = (counts[id + 1] ?? 0) + 1
  for (let i = 1; i <= rows; i++) counts[i] = (counts[i] ?? 0) + (counts[i - 1] ?? 0)
  return counts
}

/** Rows of different lengths as a dense tensor, padded with the default or truncated to the requested shape. */
async function toTensor(call: OpCall): Promise<readonly Tensor[]> {
  const { tf, inputs } = call
  const [wanted, values, fill, splits] = await Promise.all([
    numbersOf(inputs[0]),
    elementsOf(inputs[1]),
    elementsOf(inputs[2]),
    partitions(call),
  ])
  const source = given(inputs[1])
  const inner = source.shape.slice(1)
  const longest = splits.map((split) => split.reduce((most, end, i) => Math.max(most, end - (split[i - 1] ?? end)), 0))
  const natural = [(splits[0]?.length ?? 1) - 1, ...longest, ...inner]
  const shape = natural.map((size, axis) => {
    const asked = given(inputs[0]).rank === 0 ? -1 : (wanted[axis] ?? -1)
    return asked < 0 ? size : asked
  })
  const cell = sizeOf(inner)
  if (cell !== sizeOf(shape.slice(splits.length + 1)))
    throw new EngineError('run-failed', `Rows of shape [${inner}] do not fit in a tensor of shape [${shape}].`)
  const filled = Array.from({ length: sizeOf(shape) }, (_, i) => fill[i % fill.length] ?? 0)
  const place = (depth: number, row: number, at: number): void => {
    const split = splits[depth] as readonly number[]
    const width = shape[depth + 1] as number
    const [from, to] = [split[row] ?? 0, split[row + 1] ?? 0]
    for (let i = 0; i < Math.min(width, to - from); i++) {
      const target = at * width + i
      if (depth + 1 < splits.length) place(depth + 1, from + i, target)
      else for (let k = 0; k < cell; k++) filled[target * cell + k] = values[(from + i) * cell + k] ?? 0
    }
  }
  for (let row = 0; row < Math.min(natural[0] as number, shape[0] as number); row++) place(0, row, row)
  return [tf.tensor(filled as number[], shape, source.dtype)]
}

/** Per row, the count of each value below `size`: weighted if there are weights, or only whether it occurs. */
async function bincount({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [splits, values, [size = 0], weights] = await Promise.all([
    numbersOf(inputs[0]),
    numbersOf(inputs[1]),
    numbersOf(inputs[2]),
    numbersOf(inputs[3]),
  ])
  const rows = Math.max(0, splits.length - 1)
  const counts = new Float64Array(rows * size)
  const binary = attributes.flag('binary_output')
  for (let row = 0; row < rows; row++)
    for (let i = splits[row] ?? 0; i < (splits[row + 1] ?? 0); i++) {
      const value = values[i] ?? -1
      if (value < 0 || value >= size) continue
      const cell = row * size + value
      counts[cell] = binary ? 1 : (counts[cell] ?? 0) + (weights.length > 0 ? (weights[i] ?? 0) : 1)
    }
  return [tf.tensor(Array.from(counts), [rows, size], given(inputs[3]).dtype)]
}

export const raggedOps: readonly CustomOp[] = [
  { op: 'RaggedTensorToTensor', asynchronous: true, execute: toTensor },
  { op: 'RaggedBincount', asynchronous: true, execute: bincount },
]
