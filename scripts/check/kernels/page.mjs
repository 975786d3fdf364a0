import { join } from 'node:path'
import { chromium } from '@playwright/test'
import { servePage } from '../../bench/site.mjs'
import { ensureChromium } from '../../find-chromium.mjs'
import { root } from '../../run.mjs'
import { browserArguments } from '../site.mjs'

/**
 * @typedef {import('./judge.mjs').Row} Row
 * @typedef {import('./page/worker.ts').Job} Job
 */

/** Builds the page on which cases run in a browser, and serves it. */
export const serveKernels = () =>
  servePage(join(root, 'node_modules/.cache/kernels-page'), 'scripts/check/kernels/page')

/** @param {import('@playwright/test').Page} page @param {Job} job @returns {Promise<readonly Row[]>} */
export const judgeOn = (page, job) => page.evaluate((given) => /** @type {any} */ (window).judgeCases(given), job)

/**
 * Judges cases in Chromium.
 * @param {Job} job
 * @param {(row: Row) => void} report
 */
export async function judgeInBrowser({ ids, ...job }, report) {
  const site = await serveKernels()
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args: browserArguments })
  const page = await browser.newPage()
  await page.goto(site.url)
  for (let i = 0; i < ids.length; i += 50)
    for (const row of await judgeOn(page, { ...job, ids: ids.slice(i, i + 50) })) report(row)
  await browser.close()
  site.close()
}
