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
  /** @type {import('./page/protocol.ts').DecodeTimes} */
  const { found, boxes, mask } = await page.evaluate((n) => /** @type {any} */ (globalThis).bench.decode(n), times)
  await page.close()
  /** @param {readonly number[]} all */
  const detail = (all) => `median; p95 ${quantile(all, 0.95).toFixed(2)} ms, n = ${all.length}`
  /** @param {string} what @param {readonly number[]} all @param {number} [target] */
  const figure = (what, all, target) => ({
    what,
    value: median(all),
    unit: 'ms',
    ...(target === undefined ? {} : { target }),
    detail: detail(all),
  })
  return [
    figure(`25,200 × 85 rows of YOLO to ${found} boxes`, boxes.decode, 8),
    figure('the same after a run, with matching', boxes.read),
    figure('640 × 640 × 21 raw scores to a mask with shares', mask.decode, 16),
    figure('the same after a run, with matching', mask.read),
  ]
}
