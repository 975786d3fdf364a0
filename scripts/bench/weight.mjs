/** @typedef {import('./figures.mjs').Figure} Figure */

/**
 * What a first visit fetches before the first contentful paint, as it came over the wire (compressed), and whether TensorFlow.js
 * is in it.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<readonly Figure[]>}
 */
export async function pageWeight(browser, url) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction(() => performance.getEntriesByName('first-contentful-paint').length > 0)
  const { paint, files } = await page.evaluate(() => {
    const paint = performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    const timing = /** @type {PerformanceResourceTiming[]} */ (entries)
    return {
      paint,
      files: timing
        .filter((entry) => entry.responseStart <= paint)
        .map(({ name, encodedBodySize }) => ({ name, bytes: encodedBodySize })),
    }
  })
  await context.close()
  const tfjs = files.filter(({ name }) => name.includes('tfjs'))
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  return [
    {
      what: 'page weight up to the first paint',
      value: bytes / 1024,
      unit: 'KB',
      target: 150,
      detail: `${files.length} responses, compressed; painted after ${paint.toFixed(0)} ms`,
    },
    {
      what: 'of these, TensorFlow.js',
      value: tfjs.length,
      unit: 'files',
      target: 0,
      detail: tfjs.map(({ name }) => name).join(', '),
    },
  ]
}
