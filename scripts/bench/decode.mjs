import { openPage } from './compare.mjs'
import { median, quantile } from './figures.mjs'

const times = 60

/**
 * Decoding of outputs in the worker, without a run.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<readonly import('./figures.mjs').Figure[]>}
 */
export async function decodeOutputs(browser, url) {
  const page = await openPage(browser, url, 'wasm')
  const yolo = await page.evaluate((n) => /** @type {any} */ (globalThis).bench.decode(n), times)
  await page.close()
  /** @param {readonly number[]} all */
  const detail = (all) => `median; p95 ${quantile(all, 0.95).toFixed(2)} ms, n = ${all.length}, ${yolo.found} boxes`
  return [
    {
      what: '25,200 × 85 rows of YOLO to boxes',
      value: median(yolo.decode),
      unit: 'ms',
      target: 8,
      detail: detail(yolo.decode),
    },
    { what: 'the same after a run, with matching', value: median(yolo.read), unit: 'ms', detail: detail(yolo.read) },
  ]
}
