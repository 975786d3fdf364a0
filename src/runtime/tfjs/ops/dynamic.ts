import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** Rows of the data by the partition that each belongs to. */
async function partition({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [data, partitions] = [given(inputs[0]), given(inputs[1])]
  const count = attributes.number('num_partitions', 1)
  const places = Array.from({ length: count }, (): number[] => [])
  ;(await numbersOf(partitions)).forEach((part, row) => {
    const place = places[part]
    if (place === undefined)
      throw new EngineError('run-failed', `A row belongs to partition ${part}, but there are ${count}.`)
    place.push(row)
  })
  const inner = data.shape.slice(partitions.rank)
  return tf.tidy(() => {
    const rows = tf.reshape(data, [partitions.size, ...inner])
    return places.map((place) =>
      place.length === 0 ? tf.tensor([], [0, ...inner], data.dtype) : tf.gather(rows, tf.tensor1d(place, 'int32')),
    )
  })
}

/** Rows of several tensors, each at the index that is given for it; the last one wins. */
async function stitch({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const half = inputs.length / 2
  const indices = await Promise.all(inputs.slice(0, half).map(numbersOf))
  const sources = new Map<number, number>()
  let offset = 0
  for (const list of indices) for (const index of list) sources.set(index, offset++)
  const length = [...sources.keys()].reduce((most, index) => Math.max(most, index + 1), 0)
  const order = Array.from({ length }, (_, i) => sources.get(i) ?? 0)
  return tf.tidy(() => {
    const parts = inputs.slice(half).map((data, i) => {
      const inner = data.shape.slice(given(inputs[i]).rank)
      return tf.reshape(data, [indices[i]?.length ?? 0, ...inner])
    })
    const all = parts.length === 1 ? (parts[0] as Tensor) : tf.concat(parts)
    return [length === 0 ? all : tf.gather(all, tf.tensor1d(order, 'int32'))]
  })
}

export const dynamicOps: readonly CustomOp[] = [
  { op: 'DynamicPartition', asynchronous: true, execute: partition },
  { op: 'DynamicStitch', asynchronous: true, execute: stitch },
  { op: 'ParallelDynamicStitch', asynchronous: true, execute: stitch },
]
