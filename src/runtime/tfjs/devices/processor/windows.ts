import type { Dilation2DAttrs, MaxPoolWithArgmaxAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { Call, Replacement } from './processor.ts'
import { eachWindow, type WindowInfo } from './window.ts'

type Shape4 = [number, number, number, number]
type Shape3 = [number, number, number]
type Values = Float32Array | Int32Array

/** On Wasm, negative results are lost; on CPU, those below the smallest safe integer. */
function dilation({ tf, processor, params }: Call): TensorInfo {
  const [x, filter] = [params.inputs.x as TensorInfo, params.inputs.filter as TensorInfo]
  const { strides, pad, dilations } = params.attrs as unknown as Dilation2DAttrs
  const shapes = [x.shape as Shape4, filter.shape as Shape3] as const
  const info = tf.backend_util.computeDilation2DInfo(...shapes, strides, pad, 'NHWC', dilations)
  const backend = params.backend as object
  const output = processor.create(backend, info.outShape, 'float32')
  const of = (tensor: TensorInfo) => processor.values(backend, tensor)
  dilate(info, of(x), of(filter), of(output))
  return output
}

/** The maximum of `x + filter` over each window, without NaN; positions outside the picture do not count. NHWC. */
function dilate(info: WindowInfo & { readonly inChannels: number }, from: Values, weights: Values, to: Values): void {
  const { inChannels } = info
  eachWindow(info, (pixel, taps) => {
    for (let channel = 0; channel < inChannels; channel++) {
      let most = Number.NEGATIVE_INFINITY
      for (const { pixel, tap } of taps) {
        const value = (from[pixel * inChannels + channel] ?? 0) + (weights[tap * inChannels + channel] ?? 0)
        if (value > most) most = value
      }
      to[pixel * inChannels + channel] = most
    }
  })
}

/** On Wasm, positions are wrong with padding, and 0 for negative numbers; on CPU, -1 without a finite value. */
function maximaWithPositions({ tf, processor, params }: Call): TensorInfo[] {
  const x = params.inputs.x as TensorInfo
  const { filterSize, strides, pad, includeBatchInIndex } = params.attrs as unknown as MaxPoolWithArgmaxAttrs
  const info = tf.backend_util.computePool2DInfo(x.shape as Shape4, filterSize, strides, 1, pad)
  const backend = params.backend as object
  const dtype = x.dtype === 'int32' ? 'int32' : 'float32'
  const [values, places] = [
    processor.create(backend, info.outShape, dtype),
    processor.create(backend, info.outShape, 'int32'),
  ]
  const of = (tensor: TensorInfo) => processor.values(backend, tensor)
  findMaxima(info, of(x), of(values), of(places), includeBatchInIndex)
  return [values, places]
}

/**
 * The maximum of each window, and its flat position in its picture, or in the batch. NaN is greater than nothing, so it
 * wins only as the first value of a window. NHWC.
 */
function findMaxima(
  info: WindowInfo & { readonly inChannels: number },
  from: Values,
  to: Values,
  places: Values,
  inBatch: boolean,
): void {
  const { inChannels } = info
  const [pixels, windows] = [info.inHeight * info.inWidth, info.outHeight * info.outWidth]
  eachWindow(info, (pixel, taps) => {
    const first = inBatch ? 0 : Math.floor(pixel / windows) * pixels
    for (let channel = 0; channel < inChannels; channel++) {
      let place = -1
      let most = Number.NEGATIVE_INFINITY
      for (const { pixel } of taps) {
        const value = from[pixel * inChannels + channel] ?? 0
        if (place >= 0 && !(value > most)) continue
        place = (pixel - first) * inChannels + channel
        most = value
      }
      to[pixel * inChannels + channel] = most
      places[pixel * inChannels + channel] = place
    }
  })
}

export const windowKernels: readonly Replacement[] = [
  ['Dilation2D', dilation],
  ['MaxPoolWithArgmax', maximaWithPositions],
]
