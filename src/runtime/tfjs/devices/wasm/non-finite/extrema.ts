import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../../packages.ts'
import { broadcastPlace, padded } from '../broadcast.ts'
import { type Call, replaceKernel } from './kernel.ts'

/** The kernels keep NaN of one operand only. */
const extremum =
  (tf: Core, of: (x: number, y: number) => number) =>
  (call: Call): TensorInfo => {
    const { inputs, backend, vectors, values } = call
    const [a, b] = [inputs.a as TensorInfo, inputs.b as TensorInfo]
    if (!vectors.hasNaN(values(a)) && !vectors.hasNaN(values(b))) return call.original()
    const shape = tf.broadcast_util.assertAndGetBroadcastShape(a.shape, b.shape)
    const output = backend.makeOutput(shape, 'float32')
    const [x, y, out] = [values(a), values(b), values(output)]
    const [left, right] = [padded(a.shape, shape.length), padded(b.shape, shape.length)]
    for (let i = 0; i < out.length; i++)
      out[i] = of(x[broadcastPlace(i, shape, left)] ?? 0, y[broadcastPlace(i, shape, right)] ?? 0)
    return output
  }

export function repairExtrema(tf: Core): void {
  replaceKernel(tf, 'Maximum', 'a', extremum(tf, Math.max))
  replaceKernel(tf, 'Minimum', 'a', extremum(tf, Math.min))
}
