import { basename, join } from 'node:path'
import { chooseSignature, inputFile, load, runFiles } from '../page.mjs'
import { openSite } from '../site.mjs'
import { pathOf, referencesOf } from './cases.mjs'
import { compareAll, defaultTolerance, judged } from './check.mjs'

/** @typedef {import('./cases.mjs').Case} Case */

/**
 * The requested number of cases, spread evenly, cycling through their formats.
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

/**
 * Drops each case with its inputs on the built page, and compares the exported result.
 * @param {import('./check.mjs').Product} product
 * @param {readonly { entry: Case, format: string }[]} sample
 * @param {{ backend: string, processors: number }} machine
 * @param {(row: import('./check.mjs').Row) => void} report
 */
export async function checkOnPage(product, sample, { backend, processors }, report) {
  const site = await openSite({ processors })
  for (const { entry, format } of sample) {
    const row = { id: entry.id, group: 'page', format, counted: true }
    const page = await site.open(backend)
    try {
      report({ ...row, ...judged(await compareOnPage(product, page, entry, format)) })
    } catch (error) {
      const state = error instanceof product.EngineError ? 'refused' : 'broken'
      const reason = String(error instanceof Error ? error.message : error)
      report({ ...row, worst: Number.POSITIVE_INFINITY, state, reason })
    } finally {
      await page.close()
    }
  }
  await site.close()
}

/**
 * @param {import('./check.mjs').Product} product
 * @param {import('@playwright/test').Page} page
 * @param {Case} entry
 * @param {string} format
 */
async function compareOnPage(product, page, entry, format) {
  const [reference] = referencesOf(entry, format)
  if (reference === undefined) throw new Error('no reference')
  const refusal = await load(page, pathOf(entry, format), ([only]) => only)
  if (refusal !== null) throw new product.EngineError(refusal.code, refusal.text)
  const signatures = page.getByTestId('signature-select')
  if (reference.name !== null && (await signatures.count()) > 0) await chooseSignature(page, reference.name)
  const members = await product.members(join(entry.folder, reference.inputsFile))
  const files = reference.inputs.map((port) => {
    const name = `${basename(reference.inputNames?.[port.key] ?? port.name)}.npy`
    return inputFile(name, members.get(port.key) ?? new Uint8Array())
  })
  const { outputs } = await runFiles(page, files)
  const found = outputs.map((/** @type {any} */ { values, ...output }) => ({ ...output, data: values }))
  const wanted = await product.arrays(join(entry.folder, reference.outputsFile))
  return compareAll(reference, found, wanted, entry.file.tolerance ?? defaultTolerance)
}
