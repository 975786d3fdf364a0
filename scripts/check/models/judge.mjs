import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import { root } from '../../run.mjs'
import { compare, magnitudeOf } from '../compare.mjs'

/**
 * Plain TensorFlow.js on the same backend with the same tensors, to explain a difference from the reference: the
 * reference was computed on the CPU backend, and the Wasm kernels round differently.
 * @param {'wasm' | 'cpu'} backend
 * @param {string} path of a model's JSON with its weight files beside it
 * @param {readonly { input: string, shape: readonly number[], dtype: 'float32' | 'int32', data: ArrayLike<number> }[]} inputs
 * @returns {Promise<readonly Float32Array[]>} every numeric output, in no particular order
 */
export async function judge(backend, path, inputs) {
  setWasmPaths(join(root, 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'))
  await tf.setBackend(backend)
  const json = JSON.parse(await readFile(path, 'utf8'))
  /** @type {{ paths: string[], weights: tf.io.WeightsManifestEntry[] }[]} */
  const groups = json.weightsManifest
  const buffers = await Promise.all(
    groups.flatMap(({ paths }) => paths).map((name) => readFile(join(dirname(path), name))),
  )
  const bytes = Buffer.concat(buffers)
  const handler = {
    load: async () => ({
      ...json,
      weightSpecs: groups.flatMap(({ weights }) => weights),
      weightData: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length),
    }),
  }
  const layers = json.format === 'layers-model' || json.modelTopology.node === undefined
  const model = layers ? await tf.loadLayersModel(handler) : await tf.loadGraphModel(handler)
  const tensors = inputs.map(({ shape, dtype, data }) => tf.tensor(Array.from(data), [...shape], dtype))
  const named = Object.fromEntries(inputs.map(({ input }, i) => [input, /** @type {tf.Tensor} */ (tensors[i])]))
  const out = model instanceof tf.GraphModel ? await model.executeAsync(named) : model.predict(tensors)
  const outputs = Array.isArray(out) ? out : [/** @type {tf.Tensor} */ (out)]
  return Promise.all(outputs.map(async (output) => Float32Array.from(await output.data())))
}

/**
 * The difference between our outputs and the judge's, relative to each output's largest magnitude. Outputs are paired
 * by length; the smallest difference counts.
 * @param {readonly Float32Array[]} judged
 * @param {readonly { values: readonly (number | string)[], shape: readonly number[] }[]} ours
 */
export function fromJudge(judged, ours) {
  const far = ours.map(({ values, shape }) => {
    const length = shape.reduce((product, dim) => product * dim, 1)
    const alike = judged.filter((one) => one.length === length)
    return Math.min(...alike.map((one) => distance(one, values)))
  })
  return Math.max(...far)
}

/**
 * @param {Float32Array} judged
 * @param {readonly (number | string)[]} values of ours; a long output is exported in part
 */
function distance(judged, values) {
  const shape = [values.length]
  const expected = judged.subarray(0, values.length)
  return compare({ shape, data: values }, { shape, data: expected }, magnitudeOf(judged)).worst
}
