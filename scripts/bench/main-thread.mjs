import { rendererTasks } from './renderer-tasks.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */

/**
 * A named action of the user that ends in a result.
 * @typedef {{ what: string, start: (page: import('@playwright/test').Page) => Promise<void> }} Case
 */

/**
 * @param {string} sample
 * @returns {Case}
 */
export const sampleCase = (sample) => ({
  what: sample,
  start: (page) => page.getByTestId(`sample-${sample}`).click(),
})

/**
 * The longest main-thread task in the real app while a model loads, compiles and runs, and its result is drawn.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {readonly Case[]} cases
 * @returns {Promise<readonly Figure[]>}
 */
export async function mainThread(browser, url, cases) {
  const figures = []
  for (const { what, start } of cases) {
    const page = await browser.newPage()
    await page.goto(url)
    // The page's own start is not measured.
    await page.waitForLoadState('networkidle')
    await page.evaluate(() => {
      const longTasks = /** @type {number[]} */ ([])
      Object.assign(globalThis, { longTasks })
      const observer = new PerformanceObserver((list) =>
        longTasks.push(...list.getEntries().map(({ duration }) => duration)),
      )
      observer.observe({ type: 'longtask' })
    })
    const { page: tasks } = await rendererTasks(browser, page, async () => {
      await start(page)
      await page.locator('[data-testid="result"][data-state="done"]').waitFor({ timeout: 120_000 })
    })
    const longTasks = /** @type {number[]} */ (await page.evaluate(() => /** @type {any} */ (globalThis).longTasks))
    await page.close()
    const wall = longTasks.length === 0 ? 'none over 50 ms' : `${longTasks.map((ms) => ms.toFixed(0)).join(', ')} ms`
    figures.push({
      what: `${what}: longest main-thread task`,
      value: tasks[0] ?? 0,
      unit: 'ms',
      target: 50,
      detail: `CPU time of the longest of ${tasks.length} tasks; long tasks by wall clock: ${wall}`,
    })
  }
  return figures
}
