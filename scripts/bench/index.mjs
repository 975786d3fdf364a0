/**
 * `npm run bench [-- --only models,memory,picture,main-thread,weight] [--json]`: the figures that the product promises, each
 * against plain TensorFlow.js on this very machine, interleaved. Exits non-zero when a target is missed.
 */
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'
import { compareModels, comparePicture } from './compare.mjs'
import { compareMemory } from './compare-memory.mjs'
import { print } from './figures.mjs'
import { writeLargeModel } from './large-model.mjs'
import { mainThread } from './main-thread.mjs'
import { serve, servePage } from './site.mjs'
import { pageWeight } from './weight.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false } } })

await ensureBuilt()
const executablePath = await ensureChromium()
const launch = () => chromium.launch({ executablePath, args: ['--no-sandbox'] })
const folder = join(tmpdir(), 'glassbox-bench')
const page = await servePage(join(folder, 'page'))
const app = await serve(join(root, 'dist'))
const browser = await launch()

/** @type {Readonly<Record<string, () => Promise<readonly import('./figures.mjs').Figure[]>>>} */
const parts = {
  weight: () => pageWeight(browser, app.url),
  'main-thread': () => mainThread(browser, app.url, ['photo', 'doodle', 'digits', 'table', 'upscale', 'mask']),
  models: () => compareModels(browser, page.url),
  picture: () => comparePicture(browser, page.url),
  memory: () => compareMemory(launch, page.url, writeLargeModel(join(folder, 'model')), 5),
}

const only = values.only?.split(',') ?? Object.keys(parts)
console.log(
  `Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0]?.toFixed(2)}; ratios are ours over plain TensorFlow.js 4.22.0, medians unless said`,
)
let missed = 0
const all = []
for (const name of only) {
  const part = parts[name]
  if (part === undefined) throw new Error(`There is no part ${name}. The parts are: ${Object.keys(parts).join(', ')}.`)
  const figures = await part()
  all.push(...figures)
  missed += print(figures)
}
if (values.json) console.log(JSON.stringify(all))
console.log(missed === 0 ? 'All targets are met.' : `${missed} targets are missed.`)
await browser.close()
page.close()
app.close()
process.exitCode = missed === 0 ? 0 : 1
