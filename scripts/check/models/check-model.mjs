import { join } from 'node:path'
import { runFiles, runRamp } from '../page.mjs'
import { freeSize, realCases } from './cases.mjs'
import { filesOf, rampOf, realOf, signatureOf } from './folders.mjs'
import { fromJudge, judge } from './judge.mjs'
import { compareOutputs } from './match.mjs'
import { blank, limitOf, withModel } from './row.mjs'
import { viewMissed } from './sees.mjs'
import { fileOf, tensorsOf } from './tensors.mjs'

/**
 * @typedef {import('./row.mjs').Place} Place
 * @typedef {import('./row.mjs').Row} Row
 * @typedef {import('@playwright/test').Page} Page
 * @typedef {import('./pairs.mjs').Pair} Pair
 * @typedef {{ twin: string, key: string, path: string, signature: ReadonlyMap<string, string>, limit: number, wants: (output: { name: string }) => boolean }} Reference
 *   `key`: in expected.json; `path`: of the model's JSON; `wants`: whether an output is compared
 */

/**
 * If we are within this of plain TensorFlow.js on the same backend, a difference from the reference is due to its
 * kernels.
 */
const sameKernels = 1e-5

/**
 * Checks one model on one backend: the ramp, then the real input.
 * @param {Place} place
 * @param {string} model key in expected.json, or path of a second format
 * @param {string} backend
 * @param {Pair | null} [pair] whose reference it is held against; `null`: its own
 * @returns {Promise<Row>}
 */
export async function checkModel(place, model, backend, pair = null) {
  const blankRow = blank(place, model, backend)
  return withModel(place, model, { ...blankRow, note: pair?.note ?? '' }, async (page, row) => {
    const reference = await referenceOf(place, model, backend, pair)
    const problems = [
      ...(await checkRamp(place, page, row, reference)),
      ...(await checkReal(place, page, row, reference)),
    ]
    const note = [row.note, ...problems].filter((part) => part !== '').join('; ')
    return { ...row, ran: true, ok: problems.length === 0, note }
  })
}

/**
 * @param {Place} place
 * @param {string} model
 * @param {string} backend
 * @param {Pair | null} pair
 * @returns {Promise<Reference>}
 */
async function referenceOf({ folder }, model, backend, pair) {
  const twin = pair?.twin ?? model
  const key = Object.keys(rampOf(folder.expected)).find((one) => twin.endsWith(one)) ?? twin
  const path = join(folder.path, key)
  return {
    twin,
    key,
    path,
    signature: await signatureOf(path),
    limit: pair?.limit ?? limitOf(backend, 1e-4),
    wants: ({ name }) => pair?.outputs?.includes(name.replace(/_\d+$/, '')) ?? true,
  }
}

/**
 * @param {Place} place
 * @param {Page} page
 * @param {Row} row gets the difference
 * @param {Reference} reference
 * @returns {Promise<readonly string[]>} problems
 */
async function checkRamp({ folder }, page, row, { key, signature, limit, wants }) {
  const expected = rampOf(folder.expected)[key]?.result?.filter(wants)
  if (expected === undefined) return []
  const { outputs } = await runRamp(page, freeSize(folder.name))
  const { worst, problem } = compareOutputs(expected, outputs, signature)
  row.ramp = worst
  return worst <= limit ? [] : [`ramp: ${problem}`]
}

/**
 * @param {Place} place
 * @param {Page} page
 * @param {Row} row gets the difference
 * @param {Reference} reference
 * @returns {Promise<readonly string[]>} problems
 */
async function checkReal({ folder, inputs }, page, row, { twin, path, signature, limit, wants }) {
  const real = realCases[folder.name]
  if (real === undefined || real.model !== twin) return []
  const tensors = await tensorsOf(real.tensors ?? [], inputs, page)
  const files = [...(await filesOf(real.files ?? [], inputs)), ...tensors.map(fileOf)]
  const { outputs, readings } = await runFiles(page, files)
  row.view = readings[0]?.view ?? ''
  const wanted = realOf(folder.expected).outputs.filter(
    (/** @type {any} */ one) => wants(one) && (real.outputs?.includes(one.name) ?? true),
  )
  const { worst, problem } = compareOutputs(wanted, outputs, signature)
  row.real = wanted.length === 0 ? null : worst
  const problems = [real.holds?.(outputs), viewMissed(folder.name, readings)].flatMap((miss) => miss ?? [])
  if (worst <= limit) return problems
  const own = await ownDifference(tensors, row.backend, path, outputs)
  if (!(own <= sameKernels)) return [`real: ${problem}`, ...problems]
  row.likePlain = true
  row.note = `real: ${problem}; plain TensorFlow.js on ${row.backend} differs as much: ours from it ${own.toExponential(1)}`
  return problems
}

/**
 * The difference between the page's outputs and plain TensorFlow.js on the same backend with the same tensors.
 * @param {readonly import('./tensors.mjs').Tensor[]} tensors
 * @param {string} backend
 * @param {string} path of the model's JSON
 * @param {readonly import('./match.mjs').Found[]} outputs
 * @returns {Promise<number>} `Infinity` where it cannot run
 */
async function ownDifference(tensors, backend, path, outputs) {
  if (tensors.length === 0 || (backend !== 'wasm' && backend !== 'cpu')) return Number.POSITIVE_INFINITY
  return fromJudge(await judge(backend, path, tensors), outputs)
}
