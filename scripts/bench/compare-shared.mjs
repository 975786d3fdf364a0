import { existsSync, readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { freeSize } from '../check/models/cases.mjs'
import { root } from '../run.mjs'
import { openPage, pick } from './compare.mjs'
import { median } from './figures.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */

/** A folder beside the project, with published models. */
const folder = join(root, '../shared/models')
/** Hundreds of rounds for a model that runs in a few ms, 12 for one that takes a second. */
const length = { least: 12, most: 400, ms: 6000 }

/**
 * Steady runs on Wasm of every TensorFlow.js model in that folder, optimised, against plain TensorFlow.js.
 * @param {import('@playwright/test').Browser} browser
 * @param {string} url
 * @returns {Promise<readonly Figure[]>}
 */
export async function compareShared(browser, url) {
  if (!existsSync(folder)) {
    console.log(`${folder}does not exist; its models are not measured.`)
    return []
  }
  /** @type {Figure[]} */
  const figures = []
  for (const { name, kind, files, free } of await sharedModels()) {
    const page = await openPage(browser, url, 'wasm')
    await pick(page, files)
    const entrants = /** @type {const} */ ([
      { way: 'ours', kind, slot: 'files' },
      { way: 'plain', kind, slot: 'files' },
    ])
    try {
      const { timings } = await page.evaluate(
        ([e, f, l]) => /** @type {any} */ (globalThis).bench.raceRuns(e, 'wasm', f, l),
        /** @type {const} */ ([entrants, free, length]),
      )
      figures.push(notSlower(name, timings[0], timings[1]))
    } catch (error) {
      console.log(`${name}: not measured: ${String(error).split('\n')[0]}`)
    } finally {
      await page.close()
    }
  }
  return figures
}

/**
 * On a shared machine, the median and the fastest run each vary by more than 3 %; a model counts as slower only if both
 * are slower. For a model that runs in less than 1 ms, the figure is the added time instead, as in `steadyRun`.
 * @param {string} name
 * @param {readonly number[]} ours ms
 * @param {readonly number[]} plain ms
 * @returns {Figure}
 */
function notSlower(name, ours, plain) {
  const medians = median(ours) / median(plain)
  const fastest = Math.min(...ours) / Math.min(...plain)
  const detail = `${median(ours).toFixed(2)} ms against ${median(plain).toFixed(2)} ms: ${medians.toFixed(3)} ×, fastest ${fastest.toFixed(3)} ×, n = ${ours.length} each`
  if (median(plain) < 1)
    return { what: `${name}: added to a run`, value: median(ours) - median(plain), unit: 'ms', target: 0.05, detail }
  return { what: `${name}: steady run`, value: Math.min(medians, fastest), unit: '×', target: 1.03, detail }
}

/** @returns {Promise<readonly { name: string, kind: 'graph' | 'layers', files: readonly string[], free: number }[]>} */
async function sharedModels() {
  const models = []
  const wanted = readdirSync(folder).filter((name) => name.startsWith('tfjs-') || name.startsWith('keras3-mnist'))
  for (const name of wanted.sort()) {
    const files = readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
    for (const path of files.filter((file) => file.endsWith('.json')).sort()) {
      const json = JSON.parse(await readFile(join(folder, name, path), 'utf8'))
      if (json.modelTopology === undefined || !Array.isArray(json.weightsManifest)) continue
      const place = dirname(join(folder, name, path))
      const weights = json.weightsManifest.flatMap((/** @type {{ paths: string[] }} */ { paths }) => paths)
      const all = [join(folder, name, path), ...weights.map((/** @type {string} */ file) => join(place, file))]
      if (!all.every((file) => existsSync(file))) continue
      const kind = /** @type {'graph' | 'layers'} */ (json.modelTopology.node === undefined ? 'layers' : 'graph')
      models.push({ name: `${name}/${path}`, kind, files: all, free: freeSize(name) })
    }
  }
  return models
}
