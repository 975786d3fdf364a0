import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type { Dilation2DAttrs, KernelFunc, MaxPoolWithArgmaxAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../packages.ts'

type Shape4 = [number, number, number, number]

let repaired = false

/** Replaces kernels whose windows are wrong. */
export function repairWindows(tf: Core): void {
  if (repaired) return
  repairDilation(tf)
  repairPositions(tf)
  repaired = true
}

/** Replaces Dilation2D, which starts at the smallest positive float, so that negative results are lost. */
function repairDilation(tf: Core): void {
  const config = tf.getKernel('Dilation2D', 'wasm')
  if (config === undefined) return
  const dilation: KernelFunc = ({ inputs, attrs, backend }) => {
    const wasm = backend as BackendWasm
    const [x, filter] = [inputs.x as TensorInfo, inputs.filter as TensorInfo]
    const { strides, pad, dilations } = attrs as unknown as Dilation2DAttrs
    const info = tf.backend_util.computeDilation2DInfo(
      x.shape as Shape4,
      filter.shape as [number, number, number],
      strides,
      pad,
      'NHWC',
      dilations,
    )
    const output = wasm.makeOutput(info.outShape, 'float32')
    const [from, weights, to] = [x, filter, output].map((info) => wasm.typedArrayFromHeap(info) as Float32Array)
    if (from !== undefined && weights !== undefined && to !== undefined) dilate(info, from, weights, to)
    return output
  }
  tf.unregisterKernel('Dilation2D', 'wasm')
  tf.registerKernel({ ...config, kernelFunc: dilation })
}

type Info = ReturnType<Core['backend_util']['computeDilation2DInfo']>

/** The maximum of `x + filter` over each window; positions outside the picture do not count. NHWC. */
function dilate(info: Info, from: Float32Array, weights: Float32Array, to: Float32Array): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
  let at = 0
  for (let image = 0; image < info.batchSize; image++)
    for (let row = 0; row < outHeight; row++)
      for (let column = 0; column < outWidth; column++)
        for (let channel = 0; channel < inChannels; channel++) {
          let most = Number.NEGATIVE_INFINITY
          for (let i = 0; i < info.filterHeight; i++) {
            const y = row * info.strideHeight - padInfo.top + i * info.dilationHeight
            if (y < 0 || y >= inHeight) continue
            for (let k = 0; k < info.filterWidth; k++) {
              const x = column * info.strideWidth - padInfo.left + k * info.dilationWidth
              if (x < 0 || x >= inWidth) continue
              const value = from[((image * inHeight + y) * inWidth + x) * inChannels + channel] ?? 0
              most = Math.max(most, value + (weights[(i * info.filterWidth + k) * inChannels + channel] ?? 0))
            }
          }
          to[at++] = most
        }
}

/** Replaces MaxPoolWithArgmax, whose positions are wrong with padding, and 0 for negative numbers. */
function repairPositions(tf: Core): void {
  const config = tf.getKernel('MaxPoolWithArgmax', 'wasm')
  if (config === undefined) return
  const pool: KernelFunc = ({ inputs, attrs, backend }) => {
    const wasm = backend as BackendWasm
    const x = inputs.x as TensorInfo
    const { filterSize, strides, pad, includeBatchInIndex } = attrs as unknown as MaxPoolWithArgmaxAttrs
    const info = tf.backend_util.computePool2DInfo(x.shape as Shape4, filterSize, strides, 1, pad)
    const [values, positions] = [wasm.makeOutput(info.outShape, x.dtype), wasm.makeOutput(info.outShape, 'int32')]
    const [from, to, places] = [x, values, positions].map((info) => wasm.typedArrayFromHeap(info) as Float32Array)
    if (from !== undefined && to !== undefined && places !== undefined)
      findMaxima(info, from, to, places, includeBatchInIndex)
    return [values, positions]
  }
  tf.unregisterKernel('MaxPoolWithArgmax', 'wasm')
  tf.registerKernel({ ...config, kernelFunc: pool })
}

type PoolInfo = ReturnType<Core['backend_util']['computePool2DInfo']>

/** The maximum of each window, and its flat position in its picture, or in the batch. NHWC. */
function findMaxima(
  info: PoolInfo,
  from: Float32Array,
  to: Float32Array,
  places: Float32Array,
  inBatch: boolean,
): void {
  const { inHeight, inWidth, inChannels, outHeight, outWidth, padInfo } = info
  const picture = inHeight * inWidth * inChannels
  let at = 0
  for (let image = 0; image < info.batchSize; image++)
    for (let row = 0; row < outHeight; row++)
      for (let column = 0; column < outWidth; column++)
        for (let channel = 0; channel < inChannels; channel++) {
          let place = -1
          let most = Number.NEGATIVE_INFINITY
          for (let i = 0; i < info.filterHeight; i++) {
            const y = row * info.strideHeight - padInfo.top + i
            if (y < 0 || y >= inHeight) continue
            for (let k = 0; k < info.filterWidth; k++) {
              const x = column * info.strideWidth - padInfo.left + k
              if (x < 0 || x >= inWidth) continue
              const here = (y * inWidth + x) * inChannels + channel
              const value = from[image * picture + here] ?? 0
              if (place >= 0 && value <= most) continue
              place = here
              most = value
            }
          }
          to[at] = most
          places[at++] = place + (inBatch ? image * picture : 0)
        }
}
