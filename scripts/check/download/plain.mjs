/**
 * A separate process with plain TensorFlow.js and none of our code: loads a written model with `tf.loadGraphModel`, as
 * any app would, runs it and returns the outputs by name. Communicates with its parent over IPC.
 */
import * as tf from '@tensorflow/tfjs'

/**
 * @typedef {{ dtype: string, shape: readonly number[], data: any }} Values
 * @typedef {{ files: Record<string, Uint8Array<ArrayBuffer>>, inputs: Record<string, Values> }} Question
 */

const base = 'https://download.invalid/'

/** @param {Question} question */
async function answer({ files, inputs }) {
  /** @type {typeof fetch} */
  const fetchFunc = async (url) => {
    const bytes = files[String(url).slice(base.length)]
    return bytes === undefined ? new Response(null, { status: 404 }) : new Response(bytes)
  }
  const model = await tf.loadGraphModel(`${base}model.json`, { fetchFunc })
  try {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([name, { dtype, shape, data }]) => [
        name,
        tf.tensor(data, [...shape], /** @type {tf.DataType} */ (dtype)),
      ]),
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
    return { outputs, asynchronous }
  } finally {
    model.dispose()
    tf.disposeVariables()
  }
}

/**
 * @param {tf.GraphModel} model
 * @param {tf.NamedTensorMap} tensors
 * @returns {Promise<{ results: readonly tf.Tensor[], asynchronous: boolean }>}
 */
async function execute(model, tensors) {
  try {
    return { results: listOf(model.execute(tensors)), asynchronous: false }
  } catch (error) {
    // Suppresses the message of TensorFlow.js about control flow.
    if (!String(error).includes('executeAsync')) throw error
    return { results: listOf(await model.executeAsync(tensors)), asynchronous: true }
  }
}

/** @param {tf.Tensor | tf.Tensor[]} result */
const listOf = (result) => (Array.isArray(result) ? result : [result])

process.on('message', async (/** @type {Question} */ question) => {
  try {
    process.send?.({ value: await answer(question) })
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) })
  }
})
process.send?.({})
