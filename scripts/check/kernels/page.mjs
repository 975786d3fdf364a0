import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { loadConfigFromFile } from 'vite'
import { servePage } from '../../bench/site.mjs'
import { ensureChromium } from '../../find-chromium.mjs'
import { root } from '../../run.mjs'
import { browserArguments } from '../site.mjs'

/**
 * @typedef {import('./judge.mjs').Row} Row
 * @typedef {import('./page/worker.ts').Job} Job
 * @typedef {import('./page/worker.ts').Verdict} Verdict
 */

/** Builds the page on which cases run in a browser, with the product's threads of Wasm, and serves it. */
export async function serveKernels() {
  const product = await loadConfigFromFile({ command: 'build', mode: 'production' }, join(root, 'vite.config.ts'))
  const folder = join(root, 'node_modules/.cache/kernels-page')
  return servePage(folder, 'scripts/check/kernels/page', product?.config.worker?.plugins)
}

/** @param {import('@playwright/test').Page} page @param {Job} job @returns {Promise<Verdict>} */
export const judgeOn = (page, job) => page.evaluate((given) => /** @type {any} */ (window).judgeCases(given), job)

/**
 * Judges cases in Chromium.
 * @param {Job} job
 * @param {(row: Row) => void} report
 * @returns {Promise<string>} details of the rung
 */
export async function judgeInBrowser({ ids, ...job }, report) {
  const site = await serveKernels()
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: browserArguments })
  const page = await browser.newPage()
  await page.goto(site.url)
  let described = ''
  for (let i = 0; i < ids.length; i += 50) {
    const { rows, note } = await judgeOn(page, { ...job, ids: ids.slice(i, i + 50) })
    for (const row of rows) report(row)
    described = note
  }
  await browser.close()
  site.close()
  return described
}
