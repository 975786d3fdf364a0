/**
 * `npm run check:download -- <folder> [--only name] [--format keras] [--all] [--raw] [--precision float16]`: writes cases of the
 * folder as TensorFlow.js models, as the page's download does, loads each in a process with plain `@tensorflow/tfjs` and compares
 * with what TensorFlow computed. Without `--only` and `--all` those of `cases.mjs`. Exits non-zero on any that does not agree.
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { casesOf, groups } from '../check-oracles/cases.mjs'
import { inTime } from '../check-oracles/check.mjs'
import { loadProduct } from '../product.mjs'
import { chosen } from './cases.mjs'
import { checkDownload } from './check.mjs'
import { startPlain } from './child.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    only: { type: 'string' },
    format: { type: 'string' },
    all: { type: 'boolean', default: false },
    raw: { type: 'boolean', default: false },
    precision: { type: 'string', default: 'float32' },
    seconds: { type: 'string', default: '60' },
  },
})

const folder = resolve(positionals[0] ?? '')
if (positionals[0] === undefined || (await stat(folder).catch(() => null)) === null) {
  console.error('Name the folder of cases: npm run check:download -- ../oracles')
  process.exit(2)
}

/** @param {import('../check-oracles/cases.mjs').Case} entry @returns {readonly string[]} */
function formatsOf({ id, formats }) {
  if (values.only !== undefined) return values.only.split(',').some((part) => id.includes(part)) ? formats : []
  if (values.all) return values.format === undefined ? formats.slice(0, 1) : formats
  return chosen.filter((one) => one.case === id).map(({ format }) => format)
}

const product = await loadProduct()
let plain = await startPlain()
const bench = {
  product,
  runtime: product.createRuntime(),
  backend: 'cpu',
  optimise: !values.raw,
  seconds: Number(values.seconds),
  precision: values.precision,
  ask: (/** @type {import('./plain.mjs').Question} */ question) => plain.ask(question),
}
const counts = { agrees: 0, refused: 0, fails: 0 }

/** @param {import('../check-oracles/cases.mjs').Case} entry @param {string} format */
async function report(entry, format) {
  const name = `${entry.id} ${format}`.padEnd(60)
  try {
    const { worst, bytes, asynchronous } = await inTime(bench.seconds, checkDownload(bench, entry, format))
    counts.agrees++
    const size = `${(bytes / 1000).toFixed(0)} kB`.padStart(8)
    const about = chosen.find((one) => one.case === entry.id)?.about ?? ''
    console.log(
      `agrees  ${name} ${worst.toFixed(3)} ${size} ${asynchronous ? 'executeAsync' : 'predict     '} ${about}`,
    )
  } catch (error) {
    const state = error instanceof product.EngineError ? 'refused' : 'fails'
    counts[state]++
    console.log(`${state.padEnd(7)} ${name} ${error instanceof Error ? error.message : error}`)
    // Whatever it is still at, the next case begins afresh.
    if (state === 'fails') {
      plain.close()
      plain = await startPlain()
    }
  }
}

for (const group of groups) {
  for (const entry of await casesOf(folder, group)) {
    for (const format of formatsOf(entry)) {
      if (values.format === undefined || values.format.split(',').includes(format)) await report(entry, format)
    }
  }
}
plain.close()
await product.close()
const total = counts.agrees + counts.refused + counts.fails
console.log(
  `\n${counts.agrees} of ${total} agree (1 is the limit of the tolerance), ${counts.refused} are refused, ${counts.fails} fail.`,
)
process.exit(total > 0 && counts.agrees === total ? 0 : 1)
