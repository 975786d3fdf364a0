import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../run.mjs'
import { median, ratio } from './figures.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */
/** @typedef {import('./page/page.ts').Bench} Bench */

const samples = join(root, 'public/samples')
const isModelFile = /^(?!glassbox).*(\.json|\.bin|shard\d+of\d+)$/

/** The timed models: two graph models and a layers model, all bundled. */
const models = /** @type {const} */ ([
  { sample: 'digits', kind: 'graph', loads: 20, firsts: 10, runs: 200 },
  { sample: 'mask', kind: 'graph', loads: 20, firsts: 8, runs: 40 },
  { sample: 'photo', kind: 'layers', loads: 15, firsts: 8, runs: 40 },
])

/**
 * Puts files into one of the benchmark page's file inputs.
 * @param {import('@playwright/test').Page} page
 * @param {readonly string[]} paths
 * @param {'files' | 'twin'} [slot]
 */
export const pick = (page, paths, slot = 'files') => page.getByTestId(slot).setInputFiles([...paths])

/**
 * Opens the benchmark page and starts its worker's backend.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {'wasm' | 'cpu'} backend
 */
export async function openPage(browser, url, backend) {
  const page = await browser.newPage()
  await page.goto(url)
  await page.waitForFunction(() => 'bench' in globalThis)
  await page.evaluate((id) => /** @type {any} */ (globalThis).bench.start(id), backend)
  return page
}

/**
 * Load, first run and steady runs of bundled models, against plain TensorFlow.js in the same worker.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<readonly Figure[]>}
 */
export async function compareModels(browser, url) {
  const figures = []
  for (const { sample, kind, loads, firsts, runs } of models) {
    const page = await openPage(browser, url, 'wasm')
    const folder = join(samples, sample)
    await pick(
      page,
      readdirSync(folder)
        .filter((name) => isModelFile.test(name))
        .map((name) => join(folder, name)),
    )
    const load = await page.evaluate(
      ([k, n]) => /** @type {any} */ (globalThis).bench.load(k, 'wasm', n),
      /** @type {const} */ ([kind, loads]),
    )
    const { first, steady, difference } = await page.evaluate(
      ([k, n, f]) => /** @type {any} */ (globalThis).bench.run(k, 'wasm', n, f),
      /** @type {const} */ ([kind, runs, firsts]),
    )
    await page.close()
    figures.push(
      ratio(`${sample}, Wasm: load`, load),
      ratio(`${sample}, Wasm: first run`, first),
      steadyRun(sample, steady),
      ratio(`${sample}, Wasm: steady run, p95`, steady, { q: 0.95 }),
      {
        what: `${sample}, Wasm: largest difference`,
        value: difference * 1e6,
        unit: '×1e-6',
        target: 10,
        detail: 'between the two, relative to the largest magnitude',
      },
    )
  }
  return figures
}

/**
 * The median of steady runs. Our overhead (input checks, watching for a lost device) is the same few µs for every
 * model; for a model that runs in less than 1 ms, the figure is that overhead, because a ratio would depend mostly on
 * the model.
 * @param {string} sample
 * @param {{ ours: readonly number[], plain: readonly number[] }} steady
 * @returns {Figure}
 */
function steadyRun(sample, steady) {
  const [ours, plain] = [median(steady.ours), median(steady.plain)]
  if (plain >= 1) return ratio(`${sample}, Wasm: steady run, p50`, steady, { target: 1.03 })
  const detail = `${ours.toFixed(3)} ms against ${plain.toFixed(3)} ms, n = ${steady.ours.length} each`
  return { what: `${sample}, Wasm: added to a steady run`, value: ours - plain, unit: 'ms', target: 0.05, detail }
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<readonly Figure[]>}
 */
export async function comparePicture(browser, url) {
  const page = await openPage(browser, url, 'wasm')
  const result = await page.evaluate(() => /** @type {any} */ (globalThis).bench.picture(15))
  await page.close()
  const figure = ratio('12-megapixel JPEG to [1, 224, 224, 3]', result, { target: 0.35 })
  const detail = `of 0…1, between the two tensors; the JPEG has ${(result.bytes / 1e6).toFixed(1)} MB`
  return [
    figure,
    { what: 'largest difference of that tensor', value: result.difference * 255, unit: '/255', target: 1, detail },
  ]
}
