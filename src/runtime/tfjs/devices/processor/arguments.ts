import type { ArgMaxAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { Call, Replacement } from './processor.ts'

/**
 * The kernels start from the first value and never leave it if it is NaN. TensorFlow skips NaN, so a result of 0 whose
 * first value is NaN is computed again.
 */
const position =
  (isBetter: (value: number, best: number) => boolean, worst: number) =>
  ({ tf, processor, params, original }: Call): TensorInfo => {
    const output = original(params) as TensorInfo
    const x = params.inputs.x as TensorInfo
    if (x.dtype !== 'float32') return output
    const axis = tf.util.parseAxisParam((params.attrs as unknown as ArgMaxAttrs).axis, x.shape)[0] ?? 0
    const length = x.shape[axis] ?? 1
    const inner = tf.util.sizeFromShape(x.shape.slice(axis + 1))
    const backend = params.backend as object
    const [values, places] = [processor.values(backend, x), processor.values(backend, output)]
    for (let i = 0; i < places.length; i++) {
      const first = Math.floor(i / inner) * length * inner + (i % inner)
      if (places[i] !== 0 || !Number.isNaN(values[first])) continue
      let best = worst
      for (let k = 1; k < length; k++) {
        const value = values[first + k * inner] as number
        if (isBetter(value, best)) [places[i], best] = [k, value]
      }
    }
    return output
  }

const [least, most] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

export const argumentKernels: readonly Replacement[] = [
  ['ArgMax', position((value, best) => value > best, least)],
  ['ArgMin', position((value, best) => value < best, most)],
]
