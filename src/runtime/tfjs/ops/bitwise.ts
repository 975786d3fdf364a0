import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** For each element of `to`, the row-major index of the element of `from` that broadcasts to it. */
function broadcastPlaces(from: readonly number[], to: readonly number[]): Int32Array {
  const places = new Int32Array(to.reduce((product, dim) => product * dim, 1))
  let outer = 1
  let stride = 1
  for (let axis = to.length - 1; axis >= 0; axis--) {
    const dim = to[axis] ?? 1
    const own = from[axis - (to.length - from.length)] ?? 1
    if (own > 1)
      for (let i = 0; i < places.length; i++) places[i] = (places[i] ?? 0) + (Math.floor(i / outer) % dim) * stride
    outer *= dim
    stride *= own
  }
  return places
}

/** On the CPU: WebGPU has no kernel, and WebGL's floats hold 24 bits at most. */
async function and({ tf, inputs }: OpCall): Promise<readonly Tensor[]> {
  const [a, b] = [given(inputs[0]), given(inputs[1])]
  const shape = tf.broadcast_util.assertAndGetBroadcastShape([...a.shape], [...b.shape])
  const [x, y] = await Promise.all([numbersOf(a), numbersOf(b)])
  const [inX, inY] = [broadcastPlaces(a.shape, shape), broadcastPlaces(b.shape, shape)]
  const bits = inX.map((place, i) => (x[place] ?? 0) & (y[inY[i] ?? 0] ?? 0))
  return [tf.tensor(bits, shape, 'int32')]
}

/** The bits of int32 as float32, or of float32 as int32. */
async function cast({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const x = given(inputs[0])
  const { buffer } = (await x.data()).slice()
  if (attributes.type('type') === 'DT_INT32') return [tf.tensor(new Int32Array(buffer), x.shape, 'int32')]
  return [tf.tensor(new Float32Array(buffer), x.shape, 'float32')]
}

export const bitwiseOps: readonly CustomOp[] = [
  // tfjs-converter's op table and executor disagree about this op's input names, so it never runs there.
  { op: 'BitwiseAnd', asynchronous: true, execute: and },
  { op: 'Bitcast', asynchronous: true, exactIntegers: true, execute: cast },
]
