/**
 * `npm run check:oracles -- <folder> [--group layers,broken] [--format keras,h5] [--only name] [--backend cpu|wasm] [--raw] [--json]`:
 * loads every case in every format it comes in, and compares with what TensorFlow computed. `--raw` switches the optimiser off.
 * `--page 60` drops a sample of 60 cases on the real page besides (`--page-backend webgl`), `--page-only` nothing else. Exits non-zero on any miss that counts.
 */
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { loadProduct } from '../product.mjs'
import { checkBroken } from './broken.mjs'
import { casesOf, groups } from './cases.mjs'
import { checkCase } from './check.mjs'
import { checkOnPage, sampleOf } from './page.mjs'
import { line, table } from './report.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    group: { type: 'string', default: [...groups, 'broken'].join(',') },
    format: { type: 'string' },
    only: { type: 'string' },
    backend: { type: 'string', default: 'cpu' },
    raw: { type: 'boolean', default: false },
    all: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    'page-only': { type: 'boolean', default: false },
    page: { type: 'string', default: '0' },
    'page-backend': { type: 'string', default: 'wasm' },
    seconds: { type: 'string', default: '60' },
  },
})

const [given] = positionals
if (given === undefined) {
  console.error('Name the folder of cases: npm run check:oracles -- ../oracles')
  process.exit(2)
}
const root = resolve(given)
if ((await stat(root).catch(() => null)) === null) {
  console.error(`There is no folder ${root}. It must hold the groups ${groups.join(', ')} and broken.`)
  process.exit(2)
}

const product = await loadProduct()
const bench = {
  product,
  runtime: product.createRuntime(),
  backend: values.backend,
  optimise: !values.raw,
  seconds: Number(values.seconds),
}
/** @type {import('./check.mjs').Row[]} */
const rows = []
/** @param {import('./check.mjs').Row} row */
const report = (row) => {
  rows.push(row)
  if (!values.json && (values.all || row.state !== 'agrees')) console.log(line(row))
}
const wanted = values.only?.split(',')
const formats = values.format?.split(',')
/** @param {string} format */
const inFormats = (format) => formats === undefined || formats.includes(format)
/** @type {import('./cases.mjs').Case[]} */
const sound = []
for (const group of values.group.split(',')) {
  const cases = await casesOf(root, group)
  for (const entry of cases.filter(({ id }) => wanted === undefined || wanted.some((part) => id.includes(part)))) {
    if (group !== 'broken') sound.push(entry)
    if (values['page-only']) continue
    const formats = group === 'broken' ? entry.formats : [...entry.formats, ...entry.unverified]
    for (const format of formats) {
      if (!inFormats(format)) continue
      report(await (group === 'broken' ? checkBroken(bench, entry) : checkCase(bench, entry, format)))
    }
  }
}
if (Number(values.page) > 0)
  await checkOnPage(product, sampleOf(sound, Number(values.page), inFormats), values['page-backend'], report)
await product.close()
console.log(values.json ? JSON.stringify(rows, null, 1) : table(rows))
process.exit(rows.length > 0 && rows.every(({ state, counted }) => state === 'agrees' || !counted) ? 0 : 1)
