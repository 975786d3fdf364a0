/**
 * `npm run check:download -- <folder> [--only name] [--format keras] [--all] [--raw] [--precision float16]`: writes cases of the
 * folder as TensorFlow.js models, as the page's download does, loads each in a process with plain `@tensorflow/tfjs` and compares
 * with what TensorFlow computed. Without `--only` and `--all` those of `cases.mjs`. Exits non-zero on any that does not agree.
 */
import { stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { casesOf, dropOf, groups, referencesOf } from '../check-oracles/cases.mjs'
import { compareAll, inputsOf, inTime, openOne, startOne, usual } from '../check-oracles/check.mjs'
import { loadProduct } from '../product.mjs'
import { chosen } from './cases.mjs'
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

const [given] = positionals
if (given === undefined || (await stat(resolve(given)).catch(() => null)) === null) {
  console.error('Name the folder of cases: npm run check:download -- ../oracles')
  process.exit(2)
}

const product = await loadProduct()
const runtime = product.createRuntime()
const bench = { product, runtime, backend: 'cpu', optimise: !values.raw, seconds: Number(values.seconds) }
let plain = await startPlain()

/**
 * Writes one case by the same call as the page and compares what plain TensorFlow.js makes of it.
 * @param {import('../check-oracles/cases.mjs').Case} entry
 * @param {string} format
 */
async function checkDownload(entry, format) {
  const source = await openOne(product, await dropOf(entry, format))
  let worst = 0
  let bytes = 0
  let asynchronous = false
  for (const reference of referencesOf(entry, format)) {
    const signature = reference.name ?? source.summary.signatures[0].name
    // Only to know the inputs' dtypes.
    const started = await startOne(bench, source, signature)
    const { inputs } = started.session
    started.session.dispose()
    const zip = await product.convertModel(
      runtime,
      { source, description: { signature, optimisation: { enabled: bench.optimise } } },
      { precision: values.precision },
      {},
    )
    bytes += zip.size
    const given = await product.arrays(join(entry.folder, reference.inputsFile))
    const question = { files: await filesOf(zip), inputs: inputsOf(reference, given, { inputs }) }
    const answer = await plain.ask(question)
    const wanted = await product.arrays(join(entry.folder, reference.outputsFile))
    const difference = compareAll(reference, answer.outputs, wanted, entry.file.tolerance ?? usual)
    if (difference.worst > 1) throw new Error(`wrong: ${difference.problem}`)
    worst = Math.max(worst, difference.worst)
    asynchronous ||= answer.asynchronous
  }
  return { worst, bytes, asynchronous }
}

/** @param {Blob} zip @returns {Promise<Record<string, Uint8Array<ArrayBuffer>>>} */
async function filesOf(zip) {
  const { files } = await product.openTree([{ path: 'download.zip', file: zip }])
  const entries = files.map(async (/** @type {any} */ file) => [
    file.path.split('/').at(-1),
    await file.source.read(0, file.source.size),
  ])
  return Object.fromEntries(await Promise.all(entries))
}

const wanted = values.only?.split(',')
const rows = []
for (const group of groups) {
  for (const entry of await casesOf(resolve(given), group)) {
    const rowsOf = chosen.filter((one) => one.case === entry.id)
    const picked =
      wanted === undefined
        ? values.all
          ? entry.formats.slice(0, 1)
          : rowsOf.map(({ format }) => format)
        : wanted.some((part) => entry.id.includes(part))
          ? entry.formats
          : []
    for (const format of picked) {
      if (values.format !== undefined && !values.format.split(',').includes(format)) continue
      const about = rowsOf[0]?.about ?? ''
      const name = `${entry.id} ${format}`
      try {
        const { worst, bytes, asynchronous } = await inTime(bench.seconds, checkDownload(entry, format))
        rows.push({ name, state: 'agrees' })
        const size = `${(bytes / 1000).toFixed(0)} kB`
        if (!values.all)
          console.log(
            `agrees  ${name.padEnd(58)} ${worst.toFixed(3)} ${size.padStart(8)} ${asynchronous ? 'executeAsync' : 'predict     '} ${about}`,
          )
      } catch (error) {
        const refused = error instanceof product.EngineError
        const state = refused ? 'refused' : 'fails'
        rows.push({ name, state })
        console.log(
          `${state.padEnd(7)} ${name.padEnd(58)} ${error instanceof Error ? error.message.slice(0, process.env.STACKS ? 4000 : 400) : error}`,
        )
        if (String(error).includes('no answer') || String(error).includes('ended with code')) {
          plain.close()
          plain = await startPlain()
        }
      }
    }
  }
}
plain.close()
await product.close()
/** @param {string} state */
const count = (state) => rows.filter((row) => row.state === state).length
console.log(
  `\n${count('agrees')} of ${rows.length} agree within their tolerance (1 is its limit), ${count('refused')} are refused, ${count('fails')} fail.`,
)
process.exit(rows.length > 0 && count('agrees') === rows.length ? 0 : 1)
