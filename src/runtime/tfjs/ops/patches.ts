import type { Tensor } from '@tensorflow/tfjs-core'
import type { CustomOp, OpCall } from './op.ts'
import { given } from './values.ts'

/** Where the patches of one axis begin, and how many there are. */
function windows(size: number, length: number, stride: number, rate: number, padding: string) {
  const extent = (length - 1) * rate + 1
  if (padding === 'VALID') return { count: Math.max(0, Math.ceil((size - extent + 1) / stride)), before: 0 }
  const count = Math.ceil(size / stride)
  return { count, before: Math.floor(Math.max(0, (count - 1) * stride + extent - size) / 2) }
}

/** The pixels under each position of a window, as the channels of that position; zero outside of the image. */
async function patches({ tf, inputs, attributes }: OpCall): Promise<readonly Tensor[]> {
  const image = given(inputs[0])
  const [batch = 0, rows = 0, columns = 0, channels = 0] = image.shape
  const [, height = 1, width = 1] = attributes.numbers('ksizes')
  const [, down = 1, across = 1] = attributes.numbers('strides')
  const [, rateDown = 1, rateAcross = 1] = attributes.numbers('rates')
  const padding = attributes.text('padding')
  const vertical = windows(rows, height, down, rateDown, padding)
  const horizontal = windows(columns, width, across, rateAcross, padding)
  const pixels = await image.data()
  const depth = height * width * channels
  const out = new Float32Array(batch * vertical.count * horizontal.count * depth)
  let at = 0
  for (let b = 0; b < batch; b++)
    for (let i = 0; i < vertical.count; i++)
      for (let j = 0; j < horizontal.count; j++)
        for (let y = 0; y < height; y++)
          for (let x = 0; x < width; x++, at += channels) {
            const row = i * down - vertical.before + y * rateDown
            const column = j * across - horizontal.before + x * rateAcross
            if (row < 0 || row >= rows || column < 0 || column >= columns) continue
            const from = ((b * rows + row) * columns + column) * channels
            for (let c = 0; c < channels; c++) out[at + c] = pixels[from + c] as number
          }
  const dtype = image.dtype === 'int32' ? 'int32' : 'float32'
  return [tf.tensor(out, [batch, vertical.count, horizontal.count, depth], dtype)]
}

export const patchOps: readonly CustomOp[] = [{ op: 'ExtractImagePatches', asynchronous: true, execute: patches }]
