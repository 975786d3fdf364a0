import { loadProduct } from '../check/product.mjs'
import { damagedDrop } from './case.mjs'
import { inputs } from './inputs.mjs'

/**
 * Damages files and opens them, case by case, and reports each start and end to the parent. Started by `index.mjs`.
 */
const [first = 0, last = 0, seed = 1] = process.argv.slice(2).map(Number)
const product = await loadProduct()
const { prepareFile, spec } = await product.load('/src/inputs/fixtures/index.ts')
const { crc32c } = await product.load('/src/formats/saved-model/checkpoint/crc32c.ts')
const models = await inputs()
/** Inputs of the kinds that read a file differently: a picture, rows of numbers, strings. */
const specs = [spec([null, 8, 8, 3]), spec([null, 3]), spec([null], 'string')]

/** @param {object} message */
const say = (message) => process.send?.(message)

say({ kind: 'ready', peak: peak() })
for (let i = first; i < last; i++) {
  const { what, files } = damagedDrop(models, seed, i, crc32c)
  say({ kind: 'begin', i, what })
  const [begun, start] = [performance.now(), process.cpuUsage()]
  const outcome = await read(files, i).catch(outcomeOf)
  const { user, system } = process.cpuUsage(start)
  // The wall clock counts other programs, the processor time the threads of the garbage collector.
  const ms = Math.min(performance.now() - begun, (user + system) / 1000)
  say({ kind: 'end', i, outcome, ms, peak: peak() })
}
await product.close()
process.exit(0)

/** Peak memory of this process, MB. */
function peak() {
  return process.resourceUsage().maxRSS / 1024
}

/**
 * From a drop to an optimised graph with every constant read.
 * @param {readonly import('./pack.mjs').File[]} files
 * @param {number} i
 */
async function read(files, i) {
  const tree = await product.openTree(files.map(({ path, bytes }) => ({ path, file: new Blob([bytes]) })))
  const { matches, problems } = await product.findModels(tree)
  const internal = problems.find((/** @type {any} */ { code }) => code === 'internal')
  if (internal !== undefined) return `unnamed: ${internal.message} ${internal.cause}`
  for (const file of tree.files) if (/^input\./.test(file.path)) await readInput(file, i)
  if (matches.length === 0) return problems[0]?.code ?? 'not-a-model'
  for (const match of matches) {
    const source = await product.openModel(match, tree, {})
    for (const { name } of source.summary.signatures) {
      const { graph } = await source.toGraph(name)
      const { graph: lean } = await product.lower(graph, { optimise: true })
      for (const { constant } of lean.nodes.values()) await constant?.read()
      for (const { keys, values } of lean.tables.values()) await Promise.all([keys.read(), values.read()])
    }
  }
  return 'read'
}

/** Prepares a file for one kind of input. @param {any} file @param {number} i */
async function readInput(file, i) {
  const outcome = await prepareFile(file, specs[i % specs.length]).then(() => 'read', outcomeOf)
  if (outcome.startsWith('unnamed')) throw new Error(`${file.path}: ${outcome}`)
}

/**
 * The code of an error. A programming error counts as unnamed even if it was wrapped.
 * @param {any} error
 */
function outcomeOf(error) {
  if (!(error instanceof product.EngineError)) return `unnamed: ${error instanceof Error ? error.stack : String(error)}`
  const { code, cause } = /** @type {{ code: string, cause?: any }} */ (/** @type {unknown} */ (error))
  const slip = cause instanceof TypeError || cause instanceof RangeError || cause instanceof ReferenceError
  if (code === 'internal' || (slip && !('code' in cause))) return `unnamed: ${cause?.stack ?? error.message}`
  return code
}
