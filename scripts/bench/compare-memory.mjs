import { openPage, pick } from './compare.mjs'
import { median, ratio } from './figures.mjs'
import { peakMemory } from './memory.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */

/** @param {number} bytes */
const megabytes = (bytes) => `${(bytes / 1e6).toFixed(0)} MB`

/** Loads of each way, interleaved in one worker. */
const loads = 20

/**
 * Load of a 100 MB graph model: time, interleaved in one worker; and the peak growth of resident memory, each in a
 * fresh renderer.
 * @param {() => Promise<import('@playwright/test').Browser>} launch
 * @param {string} url
 * @param {readonly string[]} files of the model
 * @param {number} times
 * @returns {Promise<readonly Figure[]>}
 */
export async function compareMemory(launch, url, files, times) {
  const figures = []
  for (const backend of /** @type {const} */ (['wasm', 'cpu'])) {
    figures.push(await loadTime(launch, url, files, backend))
    const peaks = { ours: /** @type {number[]} */ ([]), plain: /** @type {number[]} */ ([]) }
    for (let i = 0; i < times; i++) {
      const both = /** @type {const} */ (['ours', 'plain'])
      for (const way of i % 2 === 0 ? both : both.toReversed()) {
        const browser = await launch()
        const page = await openPage(browser, url, backend)
        await pick(page, files)
        const { peak } = await peakMemory(browser, () =>
          page.evaluate(
            ([b, w]) => /** @type {any} */ (globalThis).bench.loadOnce('graph', b, w),
            /** @type {const} */ ([backend, way]),
          ),
        )
        if (peak !== null) peaks[way].push(peak)
        await browser.close()
      }
    }
    if (peaks.ours.length === 0) continue
    const [ours, plain] = [median(peaks.ours), median(peaks.plain)]
    figures.push({
      what: `100 MB model, ${backend}: peak memory of load`,
      value: ours / plain,
      unit: '×',
      target: 0.7,
      detail: `${megabytes(ours)} against ${megabytes(plain)}, n = ${times} each`,
    })
  }
  return figures
}

/**
 * @param {() => Promise<import('@playwright/test').Browser>} launch
 * @param {string} url
 * @param {readonly string[]} files
 * @param {'wasm' | 'cpu'} backend
 * @returns {Promise<Figure>}
 */
async function loadTime(launch, url, files, backend) {
  const browser = await launch()
  const page = await openPage(browser, url, backend)
  await pick(page, files)
  const timings = await page.evaluate(
    ([b, n]) => /** @type {any} */ (globalThis).bench.load('graph', b, n),
    /** @type {const} */ ([backend, loads]),
  )
  await browser.close()
  return ratio(`100 MB model, ${backend}: load`, timings, { target: 0.9 })
}
