import { load } from '../page.mjs'

/**
 * @typedef {{ folder: string, model: string, backend: string, loaded: boolean, ran: boolean, ramp: number | null, real: number | null, view: string, ok: boolean, likePlain: boolean, note: string }} Row
 *   `ramp`, `real`: the largest difference, relative to the output's largest magnitude; `null`: not compared; `view`: how the real input's result is shown
 * @typedef {{ site: import('../site.mjs').Site, inputs: string, folder: import('./folders.mjs').Folder, path: string }} Place
 *   `inputs`: the folder of input files; `path`: of the dropped copy of the model's folder
 * @typedef {import('@playwright/test').Page} Page
 */

/** Backends with GPU arithmetic. */
const loose = new Set(['webgl', 'webgpu'])

/**
 * The largest accepted difference on a backend.
 * @param {string} backend
 * @param {number} byDefault
 */
export function limitOf(backend, byDefault) {
  return loose.has(backend) ? 1e-2 : byDefault
}

/**
 * @param {Place} place
 * @param {string} model
 * @param {string} backend
 * @returns {Row} with nothing tried yet
 */
export function blank({ folder }, model, backend) {
  const nothing = { loaded: false, ran: false, ramp: null, real: null, view: '', ok: false, likePlain: false, note: '' }
  return { folder: folder.name, model, backend, ...nothing }
}

/**
 * Opens a model and runs a check; an error becomes the row's note.
 * @param {Place} place
 * @param {string} file path of the model within the folder
 * @param {Row} row
 * @param {(page: Page, row: Row) => Promise<Row>} work fills the row
 * @returns {Promise<Row>}
 */
export async function withModel({ site, folder, path }, file, row, work) {
  /** @type {Page | null} */
  let page = null
  try {
    page = await site.open(row.backend)
    const problem = await load(
      page,
      path,
      (ids) => ids.find((id) => id === `${folder.name}/${file}`) ?? ids.find((id) => id.endsWith(`/${file}`)),
    )
    if (problem !== null) return { ...row, note: problem.text }
    row.loaded = true
    return await work(page, row)
  } catch (error) {
    return { ...row, note: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  } finally {
    await page?.close()
  }
}
