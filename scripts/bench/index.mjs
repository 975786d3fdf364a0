/**
 * `npm run bench [-- --only weight,main-thread,ten-thousand,models,picture,decode,memory,optimised] [--json]`: measures the
 * performance targets, each against plain TensorFlow.js on the same machine, interleaved. Exits non-zero if a target is
 * missed.
 */
import { cpus, loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root } from '../run.mjs'
import { compareModels, comparePicture } from './compare.mjs'
import { compareLarge } from './compare-large.mjs'
import { compareMemory } from './compare-memory.mjs'
import { compareOptimised, compareReady } from './compare-optimised.mjs'
import { compareShared } from './compare-shared.mjs'
import { decodeOutputs } from './decode.mjs'
import { print } from './figures.mjs'
import { writeLargeModel } from './large-model.mjs'
import { mainThread, sampleCase } from './main-thread.mjs'
import { serve, servePage } from './site.mjs'
import { tenThousand } from './ten-thousand.mjs'
import { pageWeight } from './weight.mjs'
import { wideScores } from './wide-scores.mjs'

const { values } = parseArgs({ options: { only: { type: 'string' }, json: { type: 'boolean', default: false } } })

const names = [
  'weight',
  'main-thread',
  'ten-thousand',
  'models',
  'picture',
  'decode',
  'optimised-run',
  'optimised-models',
  'optimised-load',
  'optimised-memory',
  'memory',
]
const only = (values.only?.split(',') ?? names).flatMap((name) => {
  const found = names.filter((part) => part === name || part.startsWith(`${name}-`))
  if (found.length === 0) throw new Error(`There is no part ${name}. The parts are: ${names.join(', ')}.`)
  return found
})
/** Parts that measure the app; the others use the benchmark page. */
const ofTheApp = ['weight', 'main-thread', 'ten-thousand']
if (only.some((name) => ofTheApp.includes(name))) await ensureBuilt()
const executablePath = await ensureChromium()
const launch = () => chromium.launch({ executablePath, args: ['--no-sandbox'] })
const folder = join(tmpdir(), 'glassbox-bench')
const page = await servePage(join(folder, 'page'))
const app = await serve(join(root, 'dist'))
const browser = await launch()

/** @type {Readonly<Record<string, () => Promise<readonly import('./figures.mjs').Figure[]>>>} */
const parts = {
  weight: () => pageWeight(browser, app.url),
  'main-thread': () =>
    mainThread(browser, app.url, [
      ...['photo', 'doodle', 'digits', 'table', 'upscale', 'mask'].map(sampleCase),
      wideScores(1_000_000, join(folder, 'wide-scores')),
    ]),
  'ten-thousand': () => tenThousand(browser, app.url, join(folder, 'ten-thousand')),
  models: () => compareModels(browser, page.url),
  picture: () => comparePicture(browser, page.url),
  decode: () => decodeOutputs(browser, page.url),
  'optimised-run': () => compareOptimised(browser, page.url, folder),
  'optimised-models': () => compareShared(browser, page.url),
  'optimised-load': () => compareReady(browser, page.url, folder),
  'optimised-memory': () => compareLarge(launch, page.url, folder, 3),
  memory: () => compareMemory(launch, page.url, writeLargeModel(join(folder, 'model')), 5),
}

console.log(
  `Chromium ${browser.version()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, load ${loadavg()[0]?.toFixed(2)}; ratios are ours over plain TensorFlow.js 4.22.0, medians unless said`,
)
let missed = 0
const all = []
for (const name of only) {
  const figures = (await parts[name]?.()) ?? []
  all.push(...figures)
  missed += print(figures)
}
if (values.json) console.log(JSON.stringify(all))
console.log(missed === 0 ? 'All targets are met.' : `${missed} targets are missed.`)
await browser.close()
page.close()
app.close()
process.exitCode = missed === 0 ? 0 : 1
