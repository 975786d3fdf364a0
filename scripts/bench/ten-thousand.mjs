import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { downloadZip } from 'client-zip'
import { root } from '../run.mjs'
import { rendererTasks } from './renderer-tasks.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */
/** @typedef {import('@playwright/test').Page} Page */

const count = 10_000
/** Limit of one main-thread task, ms. */
const task = 50

/**
 * 10,000 pictures, dropped on a loaded model as loose files, as a folder and as a zip: the time until they are listed,
 * the longest main-thread task, the memory that the page keeps for them, and the cost of working with the list.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {string} folder where the files go
 * @returns {Promise<readonly Figure[]>}
 */
export async function tenThousand(browser, url, folder) {
  const picture = readFileSync(join(root, 'public/samples/digits/digit-7.png'))
  const nested = writeFolder(join(folder, 'pictures'), picture)
  const loose = Array.from({ length: count }, (_, i) => join(nested, name(i)))
  const zip = await writeZip(join(folder, 'pictures.zip'), picture)
  return [
    ...(await dropped(browser, url, 'loose files', async (page) => () => drag(page, loose))),
    ...(await dropped(browser, url, 'a folder', async (page) => () => drag(page, [nested]))),
    ...(await dropped(browser, url, 'a zip', async (page) => () => drag(page, [zip]))),
  ]
}

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @param {string} what
 * @param {(page: Page) => Promise<() => Promise<void>>} prepare gives what drops the files
 * @returns {Promise<readonly Figure[]>}
 */
async function dropped(browser, url, what, prepare) {
  const page = await browser.newPage()
  await page.addInitScript(watch)
  await page.goto(`${url}?sample=digits`)
  await page.locator('[data-testid="result"][data-state="done"]').waitFor({ timeout: 120_000 })
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.waitForLoadState('networkidle')
  const drop = await prepare(page)
  const before = await heap(page)
  const { page: tasks, worker } = await rendererTasks(browser, page, async () => {
    await drop()
    await page.waitForFunction(() => /** @type {any} */ (globalThis).glassboxBench.listed > 0, null, {
      timeout: 600_000,
    })
    // Wait until the first has run.
    await page.locator('[data-testid="result"][data-state="done"]').waitFor({ timeout: 120_000 })
    await page.waitForTimeout(500)
  })
  const { ms, urls, rows } = await page.evaluate(() => {
    const { dropped, listed, urls } = /** @type {any} */ (globalThis).glassboxBench
    return { ms: listed - dropped, urls: urls.size, rows: document.querySelectorAll('[aria-setsize]').length }
  })
  const after = await heap(page)
  const list = page.getByRole('region', { name: 'Inputs to run' })
  /** @type {readonly [string, () => Promise<unknown>][]} */
  const actions = [
    ['next', () => page.getByRole('button', { name: 'Next', exact: true }).click()],
    [
      'remove one',
      () =>
        list
          .getByRole('button', { name: /^Remove / })
          .first()
          .click(),
    ],
    ['remove all', () => page.getByRole('button', { name: 'Remove all' }).click()],
  ]
  /** @type {Figure[]} */
  const steps = []
  for (const [name, act] of actions) {
    const { page: of } = await rendererTasks(browser, page, async () => {
      await act()
      await page.waitForTimeout(300)
    })
    const detail = `processor time, of ${of.length} tasks`
    steps.push({
      what: `${what}: ${name}, longest main-thread task`,
      value: of[0] ?? 0,
      unit: 'ms',
      target: task,
      detail,
    })
  }
  await page.close()
  const busy = worker.reduce((sum, one) => sum + one, 0)
  return [
    { what: `${what}: from drop to list`, value: ms, unit: 'ms', target: 1000, detail: `${rows} rows in the page` },
    {
      what: `${what}: longest main-thread task`,
      value: tasks[0] ?? 0,
      unit: 'ms',
      target: task,
      detail: `processor time; worker ${busy.toFixed(0)} ms in all, longest ${(worker[0] ?? 0).toFixed(0)} ms`,
    },
    {
      what: `${what}: heap of the page`,
      value: (after - before) / 2 ** 20,
      unit: 'MB',
      detail: `${(before / 2 ** 20).toFixed(1)} MB before, ${(after / 2 ** 20).toFixed(1)} MB after`,
    },
    {
      what: `${what}: object URLs held`,
      value: urls,
      unit: 'URLs',
      target: 1,
      detail: 'of the selected picture alone',
    },
    ...steps,
  ]
}

/** Runs in the page: records when files are dropped, when all are listed, and which object URLs are alive. */
function watch() {
  const urls = /** @type {Set<string>} */ (new Set())
  const bench = { dropped: 0, listed: 0, urls }
  Object.assign(globalThis, { glassboxBench: bench })
  const { createObjectURL, revokeObjectURL } = URL
  URL.createObjectURL = (blob) => {
    const url = createObjectURL(blob)
    urls.add(url)
    return url
  }
  URL.revokeObjectURL = (url) => {
    urls.delete(url)
    revokeObjectURL(url)
  }
  addEventListener(
    'drop',
    () => {
      bench.dropped = performance.now()
    },
    true,
  )
  new MutationObserver(() => {
    if (bench.dropped === 0 || bench.listed > 0) return
    if (document.querySelector('[aria-setsize="10000"]') !== null) bench.listed = performance.now()
  }).observe(document, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-setsize'] })
}

/**
 * Drags files or folders of this machine onto the page.
 * @param {Page} page
 * @param {readonly string[]} paths
 */
async function drag(page, paths) {
  const session = await page.context().newCDPSession(page)
  const data = { items: [], files: [...paths], dragOperationsMask: 1 }
  for (const type of /** @type {const} */ (['dragEnter', 'dragOver', 'drop']))
    await session.send('Input.dispatchDragEvent', { type, x: 20, y: 300, data })
  await session.detach()
}

/**
 * Bytes of the page's JavaScript heap after a collection.
 * @param {Page} page
 */
async function heap(page) {
  const session = await page.context().newCDPSession(page)
  await session.send('HeapProfiler.collectGarbage')
  const { usedSize } = await session.send('Runtime.getHeapUsage')
  await session.detach()
  return usedSize
}

/**
 * 100 folders of 100 pictures.
 * @param {string} folder
 * @param {Uint8Array} picture
 */
function writeFolder(folder, picture) {
  if (existsSync(join(folder, name(count - 1)))) return folder
  for (let i = 0; i < count; i++) {
    if (i % 100 === 0) mkdirSync(join(folder, name(i), '..'), { recursive: true })
    writeFileSync(join(folder, name(i)), picture)
  }
  return folder
}

/**
 * @param {string} path
 * @param {Uint8Array} picture
 */
async function writeZip(path, picture) {
  if (existsSync(path)) return path
  const input = new Uint8Array(picture)
  const files = Array.from({ length: count }, (_, i) => ({ name: name(i), input, lastModified: new Date(0) }))
  writeFileSync(path, new Uint8Array(await downloadZip(files).arrayBuffer()))
  return path
}

/** @param {number} i */
const name = (i) => `${Math.floor(i / 100)}/picture-${i}.png`
