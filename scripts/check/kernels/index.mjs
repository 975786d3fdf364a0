import { count, file, flag, names, oneOf, readOptions } from '../options.mjs'
import { loadProduct } from '../product.mjs'
import { provideWebGpu } from '../webgpu.mjs'
import { Bench, modulesOf, placeInputsOnGpu } from './bench.mjs'
import { caseOf } from './families/index.mjs'
import { judge } from './judge.mjs'
import { judgeInBrowser } from './page.mjs'
import { Recorded, toJson } from './recorded.mjs'
import { kernelsReport, rewritesTable } from './report.mjs'

/** @typedef {import('./draw.mjs').Case} Case */

const usage = `npm run check:kernels -- [options]

Runs random operations on a backend through the product's lowering and executor, and compares them with the CPU
backend. Prints which regions were rewritten, and how often.
Exits with 1 if a result differs, or if a run stops after the model was accepted.

  --backend wasm       wasm, wasm-threads, webgpu or webgl; cpu compares optimised with unoptimised graphs
  --only PART,…        families whose name contains one of these
  --cases 2000         the number of cases
  --from 0             the first case
  --seed 1             the seed
  --write              only prints the cases, one a line, for scripts/references/kernels.py
  --expected FILE      compares with the results of that script for the same cases, not with the CPU backend
  --all                also prints cases that agree
  --json               the rows as JSON`

const options = readOptions(usage, {
  backend: oneOf(['wasm', 'cpu', 'webgpu', 'webgl', 'wasm-threads']),
  only: names,
  cases: count(2000),
  from: count(0),
  seed: count(1),
  write: flag,
  expected: file,
  all: flag,
  json: flag,
})

const recorded = options.expected === null ? null : new Recorded(options.expected)
/** @param {number} id @param {Case} drawn */
const isWanted = (id, { family }) =>
  (recorded?.results.has(id) ?? true) && (options.only?.some((part) => family.includes(part)) ?? true)
const cases = Array.from({ length: options.cases }, (_, i) => options.from + i)
  .map((id) => ({ id, drawn: caseOf(options.seed, id) }))
  .filter(({ id, drawn }) => isWanted(id, drawn))
if (options.write) {
  for (const { id, drawn } of cases) console.log(toJson({ id, ...drawn }))
  process.exit(0)
}

const report = kernelsReport(options)
if (options.backend === 'webgl' || options.backend === 'wasm-threads') {
  const [backend, processors] =
    options.backend === 'webgl' ? /** @type {const} */ (['webgl', null]) : /** @type {const} */ (['wasm', 8])
  const ids = cases.map(({ id }) => id)
  const note = await judgeInBrowser({ backend, processors, seed: options.seed, ids }, (row) => report.add(row))
  const code = report.end()
  if (!options.json) console.log(`\n${note}`)
  process.exit(code)
}

if (options.backend === 'webgpu') await provideWebGpu()
const product = await loadProduct()
if (options.backend === 'webgpu') placeInputsOnGpu((await import('@tensorflow/tfjs-backend-webgpu')).WebGPUBackend)
const modules = await modulesOf(product)
const tested = new Bench(modules, options.backend)
const reference = recorded ?? new Bench(modules, 'cpu')
for (const { id, drawn } of cases) report.add(await judge(reference, tested, drawn, id))
const code = report.end()
if (!options.json) console.log(`${rewritesTable(tested.rewrites)}\n\n${tested.note}`)
await product.close()
process.exit(code)
