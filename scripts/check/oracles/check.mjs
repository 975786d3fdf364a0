import { join } from 'node:path'
import { compare, infinite, largest, tolerated } from '../compare.mjs'
import { dropOf, referencesOf } from './cases.mjs'
import { misreading } from './readings.mjs'

/**
 * @typedef {{ id: string, group: string, format: string, counted: boolean, state: 'agrees' | 'refused' | 'wrong' | 'broken', worst: number, reason: string }} Row
 *   `refused`: an error with a code; `wrong`: other numbers than TensorFlow's, or numbers shown as what they are not; `broken`: an error without a code, or a hang
 * @typedef {Awaited<ReturnType<typeof import('../product.mjs').loadProduct>>} Product
 * @typedef {{ product: Product, runtime: any, backend: string, optimise: boolean, seconds: number }} Bench
 */

/** For cases that state no tolerance. */
export const defaultTolerance = { rtol: 1e-4, atol: 1e-5 }

/**
 * Opens a drop with one model in it.
 * @param {Product} product
 * @param {readonly { path: string, file: Blob }[]} files
 */
export async function openOne(product, files) {
  const tree = await product.openTree(files)
  const found = await product.findModels(tree)
  const [model] = found.matches
  if (model !== undefined) return product.openModel(model, tree, {})
  const [problem] = [...found.problems, ...(tree.problems ?? [])]
  if (problem === undefined) throw new product.EngineError('not-a-model', 'No model was found in the drop.')
  throw new product.EngineError(problem.code, `${problem.path}: ${problem.message}`, problem.hint)
}

/**
 * Creates a session from a source.
 * @param {Bench} bench
 * @param {any} source
 * @param {string} signature
 */
export async function startOne({ product, runtime, backend, optimise }, source, signature) {
  const { graph, repairs } = await source.toGraph(signature)
  const started = await runtime.start(graph, { backend, lost: [], optimise })
  return { ...started, traces: product.outputTraces(graph), repairs: [...source.summary.repairs, ...repairs] }
}

/**
 * Checks one case in one format: every signature, every output.
 * @param {Bench} bench
 * @param {import('./cases.mjs').Case} entry
 * @param {string} format
 * @returns {Promise<Row>}
 */
export async function checkCase(bench, entry, format) {
  const row = { id: entry.id, group: entry.group, format, counted: entry.formats.includes(format) }
  try {
    const difference = await inTime(bench.seconds, compareCase(bench, entry, format))
    return { ...row, ...judged(difference) }
  } catch (error) {
    const { code, message, stack } = /** @type {Error & { code?: string }} */ (error)
    const refused = error instanceof bench.product.EngineError && code !== 'internal' && code !== 'run-failed'
    const detail = process.env.STACKS && !refused ? stack : message
    return {
      ...row,
      state: refused ? 'refused' : 'broken',
      worst: Number.POSITIVE_INFINITY,
      reason: `${code ?? ''} ${detail}`,
    }
  }
}

/**
 * @param {import('../compare.mjs').Difference} difference
 * @returns {Pick<Row, 'state' | 'worst' | 'reason'>}
 */
export function judged({ worst, problem }) {
  return worst <= 1 ? { state: 'agrees', worst, reason: '' } : { state: 'wrong', worst, reason: problem ?? '' }
}

/**
 * @param {Bench} bench
 * @param {import('./cases.mjs').Case} entry
 * @param {string} format
 * @returns {Promise<import('../compare.mjs').Difference>}
 */
async function compareCase(bench, entry, format) {
  const { product } = bench
  const source = await openOne(product, await dropOf(entry, format))
  /** @type {import('../compare.mjs').Difference} */
  let result = { worst: 0, problem: null }
  for (const reference of referencesOf(entry, format)) {
    const { session, traces } = await startOne(bench, source, reference.name ?? source.summary.signatures[0].name)
    try {
      const given = await product.arrays(join(entry.folder, reference.inputsFile))
      const wanted = await product.arrays(join(entry.folder, reference.outputsFile))
      const inputs = inputsOf(reference, given, session)
      const { outputs } = await session.run(inputs)
      const misread = misreading(product, { source, traces, inputs, outputs })
      if (misread !== null) return infinite(misread)
      const found = outputs.map((/** @type {any} */ output) => ({ name: output.name, ...output.value }))
      const difference = compareAll(reference, found, wanted, entry.file.tolerance ?? defaultTolerance)
      if (!(difference.worst <= result.worst)) result = difference
    } finally {
      session.dispose()
    }
  }
  return result
}

/**
 * The largest difference over all outputs, relative to its tolerance.
 * @param {import('./cases.mjs').Reference} reference
 * @param {readonly (import('../compare.mjs').Values & { name: string })[]} outputs
 * @param {Map<string, import('../compare.mjs').Values>} wanted
 * @param {{ rtol: number, atol: number }} tolerance
 * @returns {import('../compare.mjs').Difference}
 */
export function compareAll(reference, outputs, wanted, tolerance) {
  const names = outputs.map((found) => found.name).join(', ')
  return largest(
    reference.outputs.map((port, i) => {
      const name = reference.outputNames?.[port.key]
      const output = name === undefined ? outputs[i] : outputs.find((found) => found.name === name)
      const expected = wanted.get(port.key)
      if (output === undefined || expected === undefined)
        return [port.name, infinite(`no output ${name ?? i} among ${names}`)]
      const values = port.strings === undefined ? expected : { ...expected, data: port.strings }
      return [port.name, compare(output, values, tolerated(port.tolerance ?? tolerance))]
    }),
  )
}

/**
 * The case's arrays under the names and in the dtypes of the session's inputs.
 * @param {import('./cases.mjs').Reference} reference
 * @param {Map<string, import('../compare.mjs').Values>} given
 * @param {{ inputs: readonly { name: string, dtype: string }[] }} session
 */
export function inputsOf(reference, given, session) {
  return Object.fromEntries(
    reference.inputs.map((port, i) => {
      const wanted = reference.inputNames?.[port.key] ?? port.name
      const spec = session.inputs.find(({ name }) => name === wanted) ?? session.inputs[i]
      const array = given.get(port.key)
      if (spec === undefined || array === undefined) throw new Error(`no input ${wanted}`)
      const values = port.strings ?? Array.from(array.data)
      return [spec.name, { dtype: spec.dtype, shape: port.shape, data: typed(spec.dtype, values) }]
    }),
  )
}

/** @param {string} dtype @param {readonly any[]} values */
function typed(dtype, values) {
  if (dtype === 'string') return values.map(String)
  if (dtype === 'bool') return Uint8Array.from(values, (value) => (value ? 1 : 0))
  return dtype === 'int32' ? Int32Array.from(values, Number) : Float32Array.from(values, Number)
}

/**
 * @template T
 * @param {number} seconds
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
export async function inTime(seconds, work) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer after ${seconds} s`)), seconds * 1000)
  })
  try {
    return await /** @type {Promise<T>} */ (Promise.race([work, late]))
  } finally {
    clearTimeout(timer)
  }
}
