import * as tf from '@tensorflow/tfjs'
import type { TensorValue } from '../../../src/base/tensor.ts'
import type { ModelFiles } from './protocol.ts'

/** The baseline: TensorFlow.js used as documented. */
export type PlainModel = Awaited<ReturnType<typeof loadPlain>>

export async function loadPlain({ kind, files }: ModelFiles) {
  const json = files.filter(({ name }) => name.endsWith('.json'))
  const weights = files.filter(({ name }) => !name.endsWith('.json'))
  const handler = tf.io.browserFiles([...json, ...weights])
  return kind === 'layers' ? tf.loadLayersModel(handler) : tf.loadGraphModel(handler)
}

/** Models with control flow or asynchronous ops; the others run synchronously. */
const asynchronous = new WeakSet<PlainModel>()

async function execute(model: PlainModel, tensors: tf.Tensor[]): Promise<tf.Tensor | tf.Tensor[] | tf.NamedTensorMap> {
  if (model instanceof tf.GraphModel && asynchronous.has(model)) return model.executeAsync(tensors)
  try {
    return model.predict(tensors)
  } catch (error) {
    if (!(model instanceof tf.GraphModel) || !String(error).includes('executeAsync')) throw error
    asynchronous.add(model)
    return model.executeAsync(tensors)
  }
}

/** From values to values: `tf.tensor`, `predict` (or `executeAsync`), `data` of every output; returns the first. */
export async function runPlain(model: PlainModel, inputs: readonly TensorValue[]): Promise<Float32Array> {
  const tensors = inputs.map(({ data, shape, dtype }) =>
    tf.tensor(data as Float32Array, [...shape], dtype as 'float32'),
  )
  const result = await execute(model, tensors)
  const outputs = result instanceof tf.Tensor ? [result] : Object.values(result)
  const [first] = await Promise.all(outputs.map((output) => output.data()))
  tf.dispose([...tensors, ...outputs])
  return Float32Array.from(first ?? [])
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
