import type { Tensor } from '@tensorflow/tfjs-core'
import type { Core } from '../packages.ts'
import type { CustomOp, OpCall } from './op.ts'
import { given } from './values.ts'

/** The CPU kernel writes into its input's memory, which other nodes or a weight may share. */
function updateCopy(tf: Core, x: Tensor, indices: Tensor, updates: Tensor): Tensor {
  const copy = tf.tensor(x.dataSync().slice(), x.shape, x.dtype)
  return tf.tensorScatterUpdate(copy, indices, updates)
}

/** The WebGL kernel blends old and new values by multiplying with 0 or 1, so overwriting an infinity gives NaN. */
export function chosen(tf: Core, x: Tensor, indices: Tensor, updates: Tensor): Tensor {
  const hit = tf.greater(tf.scatterND(indices, tf.ones(updates.shape), x.shape), 0)
  return tf.where(hit, tf.scatterND(indices, updates, x.shape), x)
}

const ways: ReadonlyMap<string, typeof updateCopy> = new Map([
  ['cpu', updateCopy],
  ['webgl', chosen],
])

function update({ tf, inputs }: OpCall): readonly Tensor[] {
  const [x, indices, updates] = [given(inputs[0]), given(inputs[1]), given(inputs[2])]
  const way = ways.get(tf.getBackend())
  return [way === undefined ? tf.tensorScatterUpdate(x, indices, updates) : way(tf, x, indices, updates)]
}

export const scatterOps: readonly CustomOp[] = [
  { op: 'TensorScatterUpdate', replaces: true, asynchronous: false, execute: update },
]
