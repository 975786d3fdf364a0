import type { MaxPoolAttrs, TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../../packages.ts'
import { eachWindow, type Tap } from '../../processor/window.ts'
import { type Call, replaceKernel } from './kernel.ts'

type Pool = (x: Float32Array, taps: readonly Tap[], channels: number, channel: number) => number

/** The maximum, as in TensorFlow without NaN. */
const maximum: Pool = (x, taps, channels, channel) => {
  let most = Number.NEGATIVE_INFINITY
  for (const { pixel } of taps) {
    const value = x[pixel * channels + channel] as number
    if (value > most) most = value
  }
  return most
}

const average: Pool = (x, taps, channels, channel) => {
  let sum = 0
  for (const { pixel } of taps) sum += x[pixel * channels + channel] as number
  return sum / taps.length
}

function pool(tf: Core, { inputs, attrs, values }: Call, output: TensorInfo, of: Pool): TensorInfo {
  const x = inputs.x as TensorInfo
  const { filterSize, strides, pad, dimRoundingMode } = attrs as unknown as MaxPoolAttrs
  const shape = x.shape as [number, number, number, number]
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode)
  const [from, to, channels] = [values(x), values(output), info.inChannels]
  eachWindow(info, (pixel, taps) => {
    for (let channel = 0; channel < channels; channel++)
      to[pixel * channels + channel] = of(from, taps, channels, channel)
  })
  return output
}

export function repairPools(tf: Core): void {
  // NaN removes some of the values before it from the maximum.
  replaceKernel(tf, 'MaxPool', 'x', (call) => {
    const output = call.original()
    return call.vectors.hasNaN(call.values(call.inputs.x as TensorInfo)) ? pool(tf, call, output, maximum) : output
  })
  // An average that is NaN becomes negative infinity.
  replaceKernel(tf, 'AvgPool', 'x', (call) => {
    const output = call.original()
    return call.vectors.isFinite(call.values(output)) ? output : pool(tf, call, output, average)
  })
}
