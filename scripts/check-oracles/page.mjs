import { basename, join } from 'node:path'
import { chromium } from '@playwright/test'
import { ensureBuilt } from '../build.mjs'
import { drop, errorOf, outcome, runFiles } from '../check-models/page.mjs'
import { ensureChromium } from '../find-chromium.mjs'
import { root as project } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'
import { pathOf, referencesOf } from './cases.mjs'
import { compareAll } from './check.mjs'

/** @typedef {import('./cases.mjs').Case} Case */

/**
 * As many cases as asked for, spread evenly over all of them, each in one of its formats in turn.
 * @param {readonly Case[]} cases
 * @param {number} count
 * @param {(format: string) => boolean} wanted
 */
export function sampleOf(cases, count, wanted) {
  const some = cases
    .map((entry) => ({ entry, formats: entry.formats.filter(wanted) }))
    .filter(({ formats }) => formats.length > 0)
  const step = Math.max(1, some.length / count)
  return Array.from({ length: Math.min(count, some.length) }, (_, i) => {
    const { entry, formats } = /** @type {typeof some[number]} */ (some[Math.floor(i * step)])
    return { entry, format: /** @type {string} */ (formats[i % formats.length]) }
  })
}

// WebGPU is there in headless Chromium only on request, and without a GPU only in software.
const args = ['--no-sandbox', '--enable-unsafe-webgpu', '--use-webgpu-adapter=swiftshader', '--enable-features=Vulkan']

/**
 * Drops each on the built page, with its inputs, and compares the exported result.
 * @param {import('./check.mjs').Product} product
 * @param {readonly { entry: Case, format: string }[]} sample
 * @param {string} backend
 * @param {(row: import('./check.mjs').Row) => void} report
 */
export async function checkOnPage(product, sample, backend, report) {
  await ensureBuilt()
  const browser = await chromium.launch({ executablePath: await ensureChromium(), args })
  const server = staticServer(join(project, 'dist'))
  const url = `http://127.0.0.1:${await listen(server, 4410, true)}/?backend=${backend}`
  const context = await browser.newContext({ acceptDownloads: true })
  for (const { entry, format } of sample) {
    const row = { id: entry.id, group: 'page', format, counted: true, worst: Number.POSITIVE_INFINITY }
    const page = await context.newPage()
    try {
      const { worst, problem } = await compareOnPage(product, page, url, entry, format)
      report({ ...row, worst, state: worst <= 1 ? 'agrees' : 'wrong', reason: problem ?? '' })
    } catch (error) {
      const refused = error instanceof product.EngineError
      report({
        ...row,
        state: refused ? 'refused' : 'broken',
        reason: String(error instanceof Error ? error.message : error),
      })
    } finally {
      await page.close()
    }
  }
  await browser.close()
  server.close()
  server.closeAllConnections()
}

/**
 * @param {import('./check.mjs').Product} product
 * @param {import('@playwright/test').Page} page
 * @param {string} url
 * @param {Case} entry
 * @param {string} format
 */
async function compareOnPage(product, page, url, entry, format) {
  const [reference] = referencesOf(entry, format)
  if (reference === undefined) throw new Error('no reference')
  await page.goto(url)
  await page.getByTestId('model-files').waitFor({ state: 'attached' })
  await drop(page, [pathOf(entry, format)])
  if ((await outcome(page)) === 'error') {
    const { code, text } = await errorOf(page)
    throw new product.EngineError(code, text)
  }
  const chosen = page.getByTestId('signature-select')
  if (reference.name !== null && (await chosen.count()) > 0) await chosen.selectOption(reference.name)
  const members = await product.members(join(entry.folder, reference.inputsFile))
  const files = reference.inputs.map((port) => ({
    name: `${basename(reference.inputNames?.[port.key] ?? port.name)}.npy`,
    mimeType: 'application/octet-stream',
    buffer: Buffer.from(members.get(port.key) ?? new Uint8Array()),
  }))
  const { outputs } = await runFiles(page, files)
  const found = outputs.map((/** @type {any} */ { name, dtype, shape, values }) => ({
    name,
    dtype,
    shape,
    data: values,
  }))
  const wanted = await product.arrays(join(entry.folder, reference.outputsFile))
  return compareAll(reference, found, wanted, entry.file.tolerance)
}
