import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from '../run.mjs'
import { entryGraph } from '../vite/entry-graph.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */

/** The first paint: index.html, the files that it links, and their static imports; gzip, bytes. */
function needed() {
  const dist = join(root, 'dist')
  const files = entryGraph(dist).filter((path) => /\.(html|js|css)$/.test(path))
  const bytes = files.reduce((sum, path) => sum + gzipSync(readFileSync(join(dist, path)), { level: 9 }).length, 0)
  return { bytes, files: files.length }
}

/**
 * The bytes that a first visit transfers before the first contentful paint (compressed), and whether they include
 * TensorFlow.js.
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
  const first = needed()
  return [
    {
      what: 'page weight: what the first paint needs',
      value: first.bytes / 1024,
      unit: 'KB',
      target: 150,
      detail: `${first.files} files, gzip`,
    },
    {
      what: 'fetched by then, with what comes later',
      value: bytes / 1024,
      unit: 'KB',
      detail: `${files.length} responses over the wire; painted after ${paint.toFixed(0)} ms`,
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
