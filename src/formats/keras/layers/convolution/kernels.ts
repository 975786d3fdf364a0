import { sizeOf } from '../../../../base/tensor.ts'
import { type Constant, derived, reshaped } from '../../../../graph/constant.ts'
import type { LayerCall } from '../contract.ts'
import type { Layer } from '../layer.ts'

/**
 * A convolution kernel in the layout of Keras 2 and 3, `[…spatial, in, out]`, from a file of any version (Keras 2,
 * `preprocess_weights_for_loading`). Raises `weight-missing`, `weight-shape`.
 */
export function convolutionKernel(call: LayerCall, shape: readonly number[]): Constant {
  return turnedForTheano(call.layer, storedKernel(call, shape))
}

/** The same for a transposed convolution: `[…spatial, out, in]`. */
export function transposedKernel(call: LayerCall, shape: readonly number[]): Constant {
  const { layer, constant } = call
  const rank = shape.length - 2
  const spatial = axesUpTo(rank)
  const stored = (): Constant => {
    if (layer.dialect.major > 1) return constant('kernel', shape)
    noteTheano(call)
    if (layer.channelsFirst()) return reordered(constant, shape, [...spatial.map((i) => i + 2), 0, 1])
    return reordered(constant, shape, [...spatial, rank + 1, rank])
  }
  return turnedForTheano(layer, stored())
}

/** Raises `model-invalid` for Theano kernels that no Keras loader has ever converted. */
export function refuseTheano(layer: Layer): void {
  if (layer.dialect.backend !== 'theano') return
  throw layer.error(
    'was trained with the Theano backend, whose kernels for this class are not supported.',
    'Load the model in Keras 2 with the TensorFlow backend, check its predictions, and save it again.',
  )
}

/** With `dim_ordering: th`, Keras 1 stored Theano's order, `[out, in, …]`; 1-D kernels have a 1 after the length. */
function storedKernel(call: LayerCall, shape: readonly number[]): Constant {
  const { layer, constant } = call
  if (layer.dialect.major > 1) return constant('kernel', shape)
  noteTheano(call)
  const rank = shape.length - 2
  if (rank === 1) return oneDimensional(call, shape)
  return layer.channelsFirst()
    ? reordered(constant, shape, [...axesUpTo(rank).map((i) => i + 2), 1, 0])
    : constant('kernel', shape)
}

/** `[length, 1, in, out]`; before Keras 1.1 `[out, in, length, 1]`. */
function oneDimensional({ constant }: LayerCall, shape: readonly number[]): Constant {
  const [length = 1, inner = 1, outer = 1] = shape
  const found = constant('kernel')
  if (found.shape.length !== 4) return constant('kernel', shape)
  const old = found.shape[1] !== 1 || found.shape[0] !== length || found.shape[3] !== outer
  const current = old
    ? transposedConstant(constant('kernel', [outer, inner, length, 1]), [2, 3, 1, 0])
    : constant('kernel', [length, 1, inner, outer])
  return reshaped(current, shape)
}

/** The constant `kernel` with its axes permuted; the result must have shape `shape`. */
function reordered(
  constant: LayerCall['constant'],
  shape: readonly number[],
  permutation: readonly number[],
): Constant {
  const stored = permutation.map((_, axis) => shape[permutation.indexOf(axis)] ?? 1)
  return transposedConstant(constant('kernel', stored), permutation)
}

/** A Keras 1 file does not name its backend; like Keras 2, assume the current one. */
function noteTheano({ layer, note }: LayerCall): void {
  if (layer.channelsFirst())
    note(
      `Layer "${layer.name}" and others are channels-first layers from Keras 1. If the model was trained with Theano, whose kernels are flipped, its results are wrong here, as they are in Keras on TensorFlow.`,
    )
}

/** Theano flips the kernel in a convolution; TensorFlow does not (Keras 2, `convert_kernel`). */
function turnedForTheano(layer: Layer, kernel: Constant): Constant {
  if (layer.dialect.backend !== 'theano') return kernel
  const inner = sizeOf(kernel.shape.slice(-2))
  const places = sizeOf(kernel.shape) / Math.max(1, inner)
  return derived([kernel], 'float32', kernel.shape, (data) => {
    const from = data as Float32Array
    const to = new Float32Array(from.length)
    for (let place = 0; place < places; place++)
      to.set(from.subarray(place * inner, (place + 1) * inner), (places - 1 - place) * inner)
    return to
  })
}

/** Axis `i` of the result is axis `permutation[i]` of the constant, as in `np.transpose`. */
export function transposedConstant(constant: Constant, permutation: readonly number[]): Constant {
  const { shape } = constant
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)))
  const target = permutation.map((axis) => shape[axis] ?? 1)
  const steps = permutation.map((axis) => strides[axis] ?? 1)
  return derived([constant], 'float32', target, (data) => {
    const from = data as Float32Array
    const to = new Float32Array(from.length)
    const at = target.map(() => 0)
    let source = 0
    for (let i = 0; i < to.length; i++) {
      to[i] = from[source] as number
      for (let axis = target.length - 1; axis >= 0; axis--) {
        at[axis] = (at[axis] as number) + 1
        source += steps[axis] as number
        if ((at[axis] as number) < (target[axis] as number)) break
        source -= (steps[axis] as number) * (target[axis] as number)
        at[axis] = 0
      }
    }
    return to
  })
}

function axesUpTo(rank: number): readonly number[] {
  return Array.from({ length: rank }, (_, i) => i)
}
