import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { Core } from '../../../packages.ts'
import { type Call, replaceKernel } from './kernel.ts'

/** Activations that limit their operand. */
const limits: ReadonlyMap<unknown, readonly [least: number, most: number]> = new Map([
  ['relu', [0, Number.POSITIVE_INFINITY]],
  ['relu6', [0, 6]],
])

function clamped({ backend, values, vectors }: Call, x: TensorInfo, least: number, most: number): TensorInfo {
  const output = backend.makeOutput(x.shape, 'float32')
  vectors.clamp(values(x), values(output), least, most)
  return output
}

/** Products whose kernels limit sums, and turn NaN into a limit: the limits are applied to the finished product. */
const product = (call: Call): TensorInfo => {
  const range = limits.get(call.attrs.activation)
  if (range === undefined) return call.original()
  const output = call.original({ ...call.attrs, activation: 'linear' })
  const values = call.values(output)
  call.vectors.clamp(values, values, ...range)
  return output
}

/** Replaces kernels that turn NaN into a limit. */
export function repairClamps(tf: Core): void {
  replaceKernel(tf, 'Relu', 'x', (call) => clamped(call, call.inputs.x as TensorInfo, 0, Number.POSITIVE_INFINITY))
  replaceKernel(tf, 'Relu6', 'x', (call) => clamped(call, call.inputs.x as TensorInfo, 0, 6))
  replaceKernel(tf, 'ClipByValue', 'x', (call) => {
    const { clipValueMin, clipValueMax } = call.attrs as {
      readonly clipValueMin: number
      readonly clipValueMax: number
    }
    return clamped(call, call.inputs.x as TensorInfo, clipValueMin, clipValueMax)
  })
  replaceKernel(tf, 'FusedConv2D', 'x', product)
  replaceKernel(tf, '_FusedMatMul', 'a', product)
}
