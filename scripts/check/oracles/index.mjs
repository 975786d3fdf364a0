import { sample } from '../../random.mjs'
import { count, flag, names, oneOf, readArguments, sampleOptions, someOf } from '../options.mjs'
import { loadProduct } from '../product.mjs'
import { provideWebGpu } from '../webgpu.mjs'
import { checkBroken } from './broken.mjs'
import { casesOf, groups } from './cases.mjs'
import { checkCase } from './check.mjs'
import { checkOnPage, sampleOf } from './page.mjs'
import { oraclesReport } from './report.mjs'

const usage = `npm run check:oracles -- FOLDER [options]

Loads and runs every case of FOLDER in Node, in each of its formats, and compares the outputs with TensorFlow's.
FOLDER holds the groups ${groups.join(', ')} and broken. Exits with 1 on a mismatch, unless Keras itself cannot reload that file.

  --group NAME,…       groups to check; all by default
  --format NAME,…      formats to check: keras, h5, saved_model, tfjs_keras2 and so on; all by default
  --only PART,…        cases whose group/name contains one of these
  --sample N --seed S  N random cases and formats; the seed (1) makes the choice reproducible
  --backend cpu        cpu, wasm or webgpu (installs Dawn, 130 MB); webgl runs only on the page: --page N --page-backend webgl
  --raw                without the optimiser
  --page N             also drops N evenly spaced cases on the built page in Chromium
  --page-backend wasm  wasm, cpu, webgl or webgpu
  --page-processors N  what the page's workers count as processors: 4 for two threads of Wasm
  --page-only          only the page
  --seconds 60         time limit per case
  --all                also prints the cases that pass
  --json               the rows as JSON`

const everyGroup = [...groups, 'broken']
const options = await readArguments(usage, {
  group: someOf(everyGroup, everyGroup),
  format: names,
  only: names,
  ...sampleOptions,
  backend: oneOf(['cpu', 'wasm', 'webgpu']),
  raw: flag,
  page: count(0),
  'page-backend': oneOf(['wasm', 'cpu', 'webgl', 'webgpu']),
  'page-processors': count(0),
  'page-only': flag,
  seconds: count(60),
  all: flag,
  json: flag,
})

if (options.backend === 'webgpu' && !options['page-only']) await provideWebGpu()
const product = await loadProduct()
const bench = {
  product,
  runtime: product.createRuntime(),
  backend: options.backend,
  optimise: !options.raw,
  seconds: options.seconds,
}
const report = oraclesReport(options)

/** @param {string} format */
const inFormats = (format) => options.format?.includes(format) ?? true
const listed = (await Promise.all(options.group.map((group) => casesOf(options.folder, group)))).flat()
const cases = listed.filter(({ id }) => options.only?.some((part) => id.includes(part)) ?? true)
const runs = cases.flatMap((entry) => {
  const formats = entry.group === 'broken' ? entry.formats : [...entry.formats, ...entry.unverified]
  return formats.filter(inFormats).map((format) => ({ entry, format }))
})
for (const { entry, format } of options['page-only'] ? [] : sample(runs, options.sample, options.seed))
  report.add(await (entry.group === 'broken' ? checkBroken(bench, entry) : checkCase(bench, entry, format)))
if (options.page > 0) {
  const sound = cases.filter(({ group }) => group !== 'broken')
  const machine = { backend: options['page-backend'], processors: options['page-processors'] }
  await checkOnPage(product, sampleOf(sound, options.page, inFormats), machine, report.add)
}
await product.close()
process.exit(report.end())
