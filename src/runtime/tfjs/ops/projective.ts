import type { Tensor } from '@tensorflow/tfjs-core'
import { EngineError } from '../../../base/errors.ts'
import type { CustomOp, OpCall } from './op.ts'
import { given, numbersOf } from './values.ts'

/** Maps an input coordinate, possibly outside `0 … size - 1`, to the one to read. */
type Fill = (coordinate: number, size: number) => number

const clamped: Fill = (x, size) => Math.max(0, Math.min(size - 1, x))

/** `d c b a | a b c d | d c b a`, repeated. */
const reflected: Fill = (x, size) => {
  const period = 2 * size
  const rest = x - period * Math.floor(x / period)
  return clamped(inside(x, size) ? x : rest >= size ? period - 1 - rest : rest, size)
}

/** TensorFlow's variant: `a b c d | a b c d`, but with period `size - 1` far outside. */
const wrapped: Fill = (x, size) => {
  if (inside(x, size) || size < 2) return clamped(x, size)
  const turns = Math.trunc(Math.abs(x) / (size - 1))
  return clamped(x < 0 ? x + size * (turns + 1) : x - size * turns, size)
}

const inside = (x: number, size: number): boolean => x >= 0 && x <= size - 1

const fills: ReadonlyMap<string, Fill> = new Map([
  ['CONSTANT', (x) => x],
  ['REFLECT', reflected],
  ['WRAP', wrapped],
  ['NEAREST', clamped],
])

/** Rounds halves away from zero, as C++ does; `Math.round` and GPUs differ. */
const rounded = (x: number): number => Math.sign(x) * Math.floor(Math.abs(x) + 0.5)

interface Images {
  readonly values: readonly number[]
  readonly height: number
  readonly width: number
  readonly channels: number
  readonly outside: number
}

function pixel(
  { values, height, width, channels, outside }: Images,
  batch: number,
  y: number,
  x: number,
  channel: number,
) {
  if (!(y >= 0 && y < height && x >= 0 && x < width)) return outside
  return values[((batch * height + y) * width + x) * channels + channel] ?? outside
}

function bilinear(images: Images, batch: number, y: number, x: number, channel: number): number {
  const [top, left] = [Math.floor(y), Math.floor(x)]
  const row = (line: number): number =>
    (left + 1 - x) * pixel(images, batch, line, left, channel) +
    (x - left) * pixel(images, batch, line, left + 1, channel)
  return (top + 1 - y) * row(top) + (y - top) * row(top + 1)
}

function nearest(images: Images, batch: number, y: number, x: number, channel: number): number {
  return pixel(images, batch, rounded(y), rounded(x), channel)
}

const samplers: ReadonlyMap<string, typeof nearest> = new Map([
  ['NEAREST', nearest],
  ['BILINEAR', bilinear],
])

/**
 * Images `[batch, height, width, channels]`, transforms `[batch or 1, 8]`, the output size, and the value outside the
 * images. Follows TensorFlow's `image_ops.h`, with float32 coordinates.
 */
async function transform({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const [tensor, transforms] = [given(inputs[0]), given(inputs[1])]
  const [fill, sample] = [
    fills.get(attributes.text('fill_mode', 'CONSTANT').toUpperCase()),
    samplers.get(attributes.text('interpolation').toUpperCase()),
  ]
  if (fill === undefined || sample === undefined)
    throw new EngineError('unknown-op', 'The model transforms images with an unknown fill mode or interpolation.')
  const [batch = 0, height = 0, width = 0, channels = 0] = tensor.shape
  const [values, matrices, size, [outside = 0]] = await Promise.all([
    numbersOf(tensor),
    numbersOf(transforms),
    numbersOf(inputs[2]),
    inputs[3] === undefined ? [] : numbersOf(inputs[3]),
  ])
  const images: Images = { values, height, width, channels, outside }
  const [rows = height, columns = width] = size
  const length = batch * rows * columns * channels
  const result = tensor.dtype === 'int32' ? new Int32Array(length) : new Float32Array(length)
  let at = 0
  for (let image = 0; image < batch; image++) {
    const first = transforms.shape[0] === 1 ? 0 : image * 8
    const [a0 = 1, a1 = 0, a2 = 0, b0 = 0, b1 = 1, b2 = 0, c0 = 0, c1 = 0] = matrices.slice(first, first + 8)
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++) {
        const depth = Math.fround(c0 * column + c1 * row + 1)
        const x = fill(Math.fround((a0 * column + a1 * row + a2) / depth), width)
        const y = fill(Math.fround((b0 * column + b1 * row + b2) / depth), height)
        for (let channel = 0; channel < channels; channel++)
          result[at++] = depth === 0 ? outside : sample(images, image, y, x, channel)
      }
  }
  return [tf.tensor(result, [batch, rows, columns, channels], tensor.dtype)]
}

/**
 * Each backend's kernel has bugs: the CPU's stops after the first image, Wasm's reflects incorrectly, rounding of
 * halves differs.
 */
export const projectiveOps: readonly CustomOp[] = [
  { op: 'ImageProjectiveTransformV3', replaces: true, asynchronous: true, execute: transform },
]
