import { join } from 'node:path'
import { dropOf, referencesOf } from '../oracles/cases.mjs'
import { compareAll, defaultTolerance, inputsOf, openOne, startOne } from '../oracles/check.mjs'

/**
 * @typedef {import('../oracles/check.mjs').Bench & { precision: string, runPlain: (question: import('./plain.mjs').Question) => Promise<any> }} Bench
 * @typedef {{ worst: number, bytes: number, asynchronous: boolean }} Agreement `worst`: the largest difference, in tolerances
 */

/**
 * Converts every signature of one case with the call that the page makes, runs the download in plain TensorFlow.js, and
 * compares the outputs with the reference. Throws on a mismatch.
 * @param {Bench} bench
 * @param {import('../oracles/cases.mjs').Case} entry
 * @param {string} format
 * @returns {Promise<Agreement>}
 */
export async function checkDownload(bench, entry, format) {
  const { product, precision, runtime, optimise } = bench
  const source = await openOne(product, await dropOf(entry, format))
  let [worst, bytes, asynchronous] = [0, 0, false]
  for (const reference of referencesOf(entry, format)) {
    const signature = reference.name ?? source.summary.signatures[0].name
    const description = { signature, optimisation: { enabled: optimise } }
    const zip = await product.convertModel(runtime, { source, description }, { precision }, {})
    const arrays = await product.arrays(join(entry.folder, reference.inputsFile))
    const inputs = inputsOf(reference, arrays, await loadedInputs(bench, source, signature))
    const answer = await bench.runPlain({ files: await filesOf(product, zip), inputs })
    const expected = await product.arrays(join(entry.folder, reference.outputsFile))
    const difference = compareAll(reference, answer.outputs, expected, entry.file.tolerance ?? defaultTolerance)
    if (!(difference.worst <= 1)) throw new Error(`${signature}: ${difference.problem}`)
    worst = Math.max(worst, difference.worst)
    bytes += zip.size
    asynchronous ||= answer.asynchronous
  }
  return { worst, bytes, asynchronous }
}

/** The inputs of the loaded model, with names and dtypes. @param {Bench} bench @param {any} source @param {string} signature */
async function loadedInputs(bench, source, signature) {
  const { session } = await startOne(bench, source, signature)
  session.dispose()
  return { inputs: session.inputs }
}

/** @param {any} product @param {Blob} zip @returns {Promise<Record<string, Uint8Array<ArrayBuffer>>>} */
async function filesOf(product, zip) {
  const { files } = await product.openTree([{ path: 'download.zip', file: zip }])
  const entries = files.map(async (/** @type {any} */ { path, source }) => [
    path.split('/').at(-1),
    await source.read(0, source.size),
  ])
  return Object.fromEntries(await Promise.all(entries))
}
