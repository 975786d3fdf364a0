/**
 * A process of its own with plain TensorFlow.js and nothing of ours: loads a written model with `tf.loadGraphModel`, as any app
 * would, runs it and answers with the outputs by name. Talks with its parent over IPC.
 */
import * as tf from '@tensorflow/tfjs'

/**
 * @typedef {{ dtype: 'float32' | 'int32' | 'bool' | 'string', shape: number[], data: any }} Values
 * @typedef {{ files: Record<string, Uint8Array<ArrayBuffer>>, inputs: Record<string, Values> }} Question
 */

const base = 'https://download.invalid/'

/** @param {Question} question */
async function answer({ files, inputs }) {
  /** @param {unknown} url */
  const fetchFunc = async (url) => {
    const bytes = files[String(url).slice(base.length)]
    return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes)
  }
  const model = await tf.loadGraphModel(`${base}model.json`, { fetchFunc: /** @type {any} */ (fetchFunc) })
  try {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { dtype, shape, data }]) => [name, tf.tensor(data, shape, dtype)]),
    )
    const { results, asynchronous } = await execute(model, tensors)
    const outputs = await Promise.all(
      results.map(async (tensor, i) => ({
        name: model.outputNodes[i],
        dtype: tensor.dtype,
        shape: tensor.shape,
        data: await tensor.data(),
      })),
    )
    return { outputs, asynchronous, names: model.inputNodes }
  } finally {
    model.dispose()
    tf.disposeVariables()
  }
}

/** @param {tf.GraphModel} model @param {tf.NamedTensorMap} tensors */
async function execute(model, tensors) {
  try {
    return { results: [model.predict(tensors)].flat(), asynchronous: false }
  } catch (error) {
    // What TensorFlow.js says of control flow.
    if (!String(error).includes('executeAsync')) throw error
    return { results: [await model.executeAsync(tensors)].flat(), asynchronous: true }
  }
}

process.on('message', async (/** @type {{ id: number, question: Question }} */ { id, question }) => {
  try {
    process.send?.({ id, value: await answer(question) })
  } catch (error) {
    process.send?.({
      id,
      error: error instanceof Error ? (process.env.STACKS ? error.stack : error.message) : String(error),
    })
  }
})
process.send?.({ id: 0 })
