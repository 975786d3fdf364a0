/** @typedef {import('./figures.mjs').Figure} Figure */

/**
 * Longest task of the page's main thread, in the real app, while a sample loads, compiles and runs, and while it is timed.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {readonly string[]} samples
 * @returns {Promise<readonly Figure[]>}
 */
export async function mainThread(browser, url, samples) {
  const figures = []
  for (const sample of samples) {
    const page = await browser.newPage()
    await page.goto(url)
    await page.getByTestId(`sample-${sample}`).waitFor()
    // The page's own start is not the question here.
    await page.waitForLoadState('networkidle')
    await page.evaluate(() => {
      const tasks = /** @type {number[]} */ ([])
      Object.assign(globalThis, { tasks })
      new PerformanceObserver((list) => tasks.push(...list.getEntries().map(({ duration }) => duration))).observe({
        type: 'longtask',
      })
    })
    await page.getByTestId(`sample-${sample}`).click()
    await page.locator('[data-testid="result"][data-state="done"]').waitFor({ timeout: 120_000 })
    const tasks = await page.evaluate(() => /** @type {any} */ (globalThis).tasks)
    await page.close()
    const longest = Math.max(0, ...tasks)
    figures.push({
      what: `${sample}: longest main-thread task`,
      value: longest,
      unit: 'ms',
      target: 50,
      detail:
        longest === 0 ? 'no task over 50 ms while it loads, compiles and runs' : `${tasks.length} tasks over 50 ms`,
    })
  }
  return figures
}
