import { join } from 'node:path'
import { openPage, pick } from './compare.mjs'
import { median, ratio } from './figures.mjs'
import { peakMemory } from './memory.mjs'
import { denseStack } from './models/dense-stack.mjs'
import { writeKeras } from './models/keras-file.mjs'
import { writeSavedModel } from './models/saved-model.mjs'
import { writeTwin } from './models/twin.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */

/** Loads of each, interleaved in one worker. */
const loads = 8
/** Wasm kernels keep a packed copy of the weights. */
const rungs = /** @type {const} */ ([
  { backend: 'wasm', target: 2.2 },
  { backend: 'cpu', target: 1.2 },
])

/**
 * A SavedModel and a `.keras` with 105 MB of weights: time from drop to ready, against plain `loadGraphModel` of the
 * converted twin, interleaved in one worker; and the peak growth of resident memory relative to the weights, each in a
 * fresh renderer.
 * @param {() => Promise<import('@playwright/test').Browser>} launch
 * @param {string} url
 * @param {string} folder
 * @param {number} times
 * @returns {Promise<readonly Figure[]>}
 */
export async function compareLarge(launch, url, folder, times) {
  const model = denseStack()
  const bytes = model.layers.flatMap((layer) => layer.weights).reduce((sum, { values }) => sum + values.byteLength, 0)
  const savedModel = writeSavedModel(model, join(folder, 'large-saved-model'))
  const keras = [await writeKeras(model, join(folder, 'large-keras'))]
  const twin = await writeTwin(savedModel, join(folder, 'large-twin'))
  const models = /** @type {const} */ ([
    ['SavedModel', savedModel],
    ['.keras', keras],
  ])
  const figures = []
  for (const { backend, target } of rungs) {
    for (const [kind, files] of models) {
      const what = `105 MB ${kind}, ${backend}`
      figures.push(await loadTime(what, files))
      const peaks = []
      for (let i = 0; i < times; i++) peaks.push(await peak(files))
      const measured = peaks.filter((value) => value !== null)
      if (measured.length === 0) continue
      const detail = `${(median(measured) / 1e6).toFixed(0)} MB of ${(bytes / 1e6).toFixed(0)} MB of weights, n = ${times}`
      figures.push({ what: `${what}: peak memory of load`, value: median(measured) / bytes, unit: '×', target, detail })
    }

    /** @param {string} what @param {readonly string[]} files @returns {Promise<Figure>} */
    async function loadTime(what, files) {
      const browser = await launch()
      const page = await openPage(browser, url, backend)
      await pick(page, files)
      await pick(page, twin, 'twin')
      const entrants = /** @type {const} */ ([
        { way: 'ours', kind: 'graph', slot: 'files' },
        { way: 'plain', kind: 'graph', slot: 'twin' },
      ])
      const { timings } = await page.evaluate(
        ([e, b, n]) => /** @type {any} */ (globalThis).bench.raceLoads(e, b, n),
        /** @type {const} */ ([entrants, backend, loads]),
      )
      await browser.close()
      return ratio(`${what}: from drop to ready`, { ours: timings[0], plain: timings[1] })
    }

    /** @param {readonly string[]} files */
    async function peak(files) {
      const browser = await launch()
      const page = await openPage(browser, url, backend)
      await pick(page, files)
      const result = await peakMemory(browser, () =>
        page.evaluate((b) => /** @type {any} */ (globalThis).bench.loadOnce('graph', b, 'ours'), backend),
      )
      await browser.close()
      return result.peak
    }
  }
  return figures
}
