import * as tf from '@tensorflow/tfjs'
import type { TensorValue } from '../../../src/base/tensor.ts'
import type { ModelFiles } from './protocol.ts'

/** TensorFlow.js as its own documentation says to use it: the baseline. */
export type PlainModel = Awaited<ReturnType<typeof loadPlain>>

export async function loadPlain({ kind, files }: ModelFiles) {
  const json = files.filter(({ name }) => name.endsWith('.json'))
  const weights = files.filter(({ name }) => !name.endsWith('.json'))
  const handler = tf.io.browserFiles([...json, ...weights])
  return kind === 'layers' ? tf.loadLayersModel(handler) : tf.loadGraphModel(handler)
}

/** From values to values: `tf.tensor`, `predict`, `data`. */
export async function runPlain(model: PlainModel, input: TensorValue): Promise<Float32Array> {
  const tensor = tf.tensor(input.data as Float32Array, [...input.shape], 'float32')
  const output = model.predict(tensor)
  const first = Array.isArray(output) ? output[0] : output
  if (!(first instanceof tf.Tensor)) throw new Error('The benchmark takes models with one output.')
  const data = await first.data()
  tf.dispose([tensor, first])
  return Float32Array.from(data)
}

/** `fromPixels`, then `resizeBilinear` with TensorFlow's own (half-pixel) sampling, then x/255. */
export async function picturePlain(file: Blob): Promise<Float32Array> {
  const bitmap = await createImageBitmap(file)
  const result = tf.tidy(() => {
    const pixels = tf.browser.fromPixels(bitmap)
    return tf.image.resizeBilinear(pixels, [224, 224], false, true).div(255).expandDims()
  })
  bitmap.close()
  const data = await result.data()
  result.dispose()
  return Float32Array.from(data)
}
