import { sample } from '../../random.mjs'
import { count, flag, names, oneOf, readArguments, sampleOptions } from '../options.mjs'
import { casesOf, groups } from '../oracles/cases.mjs'
import { inTime } from '../oracles/check.mjs'
import { loadProduct } from '../product.mjs'
import { chosen } from './cases.mjs'
import { checkDownload } from './check.mjs'
import { startPlain } from './child.mjs'
import { downloadReport } from './report.mjs'

const usage = `npm run check:download -- FOLDER [options]

Writes cases of FOLDER (the folder of check:oracles) as TensorFlow.js models, like the page's download, loads each in a process
with plain TensorFlow.js and compares the outputs with TensorFlow's. Exits with 1 on any mismatch.

  (neither --only nor --all)  the ${chosen.length} cases of scripts/check/download/cases.mjs
  --only PART,…               cases whose group/name contains one of these, in every format
  --all                       every case, in its first format or in those of --format
  --format NAME,…             formats to check: keras, h5, saved_model, tfjs_keras2 and so on
  --sample N --seed S         N random ones of these, chosen by the seed (1)
  --raw                       without the optimiser
  --precision float32         of the weights: float32, float16 or uint8
  --seconds 60                time limit per case
  --json                      the rows as JSON`

const options = await readArguments(usage, {
  only: names,
  format: names,
  all: flag,
  ...sampleOptions,
  raw: flag,
  precision: oneOf(['float32', 'float16', 'uint8']),
  seconds: count(60),
  json: flag,
})

/** @param {import('../oracles/cases.mjs').Case} entry @returns {readonly string[]} */
function formatsOf({ id, formats }) {
  if (options.only !== null) return options.only.some((part) => id.includes(part)) ? formats : []
  if (options.all) return options.format === null ? formats.slice(0, 1) : formats
  return chosen.filter((one) => one.case === id).map(({ format }) => format)
}

const cases = (await Promise.all(groups.map((group) => casesOf(options.folder, group)))).flat()
const runs = cases.flatMap((entry) =>
  formatsOf(entry)
    .filter((format) => options.format?.includes(format) ?? true)
    .map((format) => ({ entry, format })),
)
const product = await loadProduct()
let plain = await startPlain()
const bench = {
  product,
  runtime: product.createRuntime(),
  backend: 'cpu',
  optimise: !options.raw,
  seconds: options.seconds,
  precision: options.precision,
  runPlain: (/** @type {import('./plain.mjs').Question} */ question) => plain.runPlain(question),
}
const report = downloadReport(options)
for (const { entry, format } of sample(runs, options.sample, options.seed)) {
  const about = chosen.find((one) => one.case === entry.id)?.about ?? ''
  const row = {
    id: entry.id,
    format,
    about,
    bytes: 0,
    asynchronous: false,
    worst: Number.POSITIVE_INFINITY,
    reason: '',
  }
  try {
    const agreement = await inTime(bench.seconds, checkDownload(bench, entry, format))
    report.add({ ...row, ...agreement, state: 'agrees' })
  } catch (error) {
    const state = error instanceof product.EngineError ? 'refused' : 'fails'
    report.add({ ...row, state, reason: error instanceof Error ? error.message : String(error) })
    if (state === 'refused') continue
    // The process may still be busy with this case; the next case gets a new one.
    plain.close()
    plain = await startPlain()
  }
}
plain.close()
await product.close()
process.exit(report.end())
