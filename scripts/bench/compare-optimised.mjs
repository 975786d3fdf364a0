import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../run.mjs'
import { openPage, pick } from './compare.mjs'
import { median, ratio } from './figures.mjs'
import { writeKeras } from './models/keras-file.mjs'
import { mobileNetV2 } from './models/mobilenet-v2.mjs'
import { writeTensorFlowSavedModel } from './models/tensorflow-saved-model.mjs'
import { writeTfjsLayers } from './models/tfjs-layers.mjs'
import { writeTwin } from './models/twin.mjs'

/** @typedef {import('./figures.mjs').Figure} Figure */
/** @typedef {import('@playwright/test').Browser} Browser */

const length = { least: 30, most: 60, ms: 60_000 }

/**
 * Steady runs of MobileNetV2 at 224 × 224 on Wasm: the `.keras` optimised, the same without the optimiser, and its twin
 * in plain tfjs-layers.
 * @param {Browser} browser
 * @param {string} url
 * @param {string} folder where the models are written
 * @returns {Promise<readonly Figure[]>}
 */
export async function compareOptimised(browser, url, folder) {
  const model = mobileNetV2()
  const keras = await writeKeras(model, join(folder, 'mobilenet-v2'))
  const page = await openPage(browser, url, 'wasm')
  await pick(page, [keras])
  await pick(page, writeTfjsLayers(model, join(folder, 'mobilenet-v2-layers')), 'twin')
  const entrants = /** @type {const} */ ([
    { way: 'ours', kind: 'graph', slot: 'files' },
    { way: 'unoptimised', kind: 'graph', slot: 'files' },
    { way: 'plain', kind: 'layers', slot: 'twin' },
  ])
  const { timings, differences } = await page.evaluate(
    ([e, l]) => /** @type {any} */ (globalThis).bench.raceRuns(e, 'wasm', 1, l),
    /** @type {const} */ ([entrants, length]),
  )
  await page.close()
  const [ours = [], unoptimised = [], plain = []] = /** @type {number[][]} */ (timings)
  const what = 'MobileNetV2 .keras, Wasm: steady run'
  return [
    withFastest(ratio(`${what} against tfjs-layers`, { ours, plain }, { target: 0.5 })),
    withFastest(ratio(`${what} against unoptimised`, { ours, plain: unoptimised }, { target: 1 / 1.3 })),
    {
      what: 'MobileNetV2 .keras, Wasm: largest difference',
      value: Math.max(...differences) * 1e6,
      unit: '×1e-6',
      target: 100,
      detail: 'absolute, of probabilities, between the three ways',
    },
  ]

  /** @param {Figure} figure @returns {Figure} */
  function withFastest(figure) {
    const other = figure.what.endsWith('layers') ? plain : unoptimised
    return { ...figure, detail: `${figure.detail}; fastest ${(Math.min(...ours) / Math.min(...other)).toFixed(3)} ×` }
  }
}

/**
 * Interleaved loads of each after a warm-up, in a few fresh pages: a page's first dozen loads run half-compiled code.
 */
const loads = 15
const pages = 3

/**
 * Time from drop to a ready session: a `.keras` and a SavedModel against plain `loadGraphModel` of the model converted
 * by us. Our load of the converted model is measured in a separate race: otherwise the others would collect its
 * garbage.
 * @param {Browser} browser
 * @param {string} url
 * @param {string} folder
 * @returns {Promise<readonly Figure[]>}
 */
export async function compareReady(browser, url, folder) {
  /** @type {Figure[]} */
  const figures = []
  const keras = await writeKeras(mobileNetV2(), join(folder, 'mobilenet-v2'))
  const oracle = join(root, '../shared/oracles/apps/mobilenetv2_a035')
  const variables = join(oracle, 'saved_model/variables')
  /** @type {readonly (readonly [string, readonly string[]])[]} */
  const models = [
    ['MobileNetV2 1.0 at 224, .keras', [keras]],
    [
      'MobileNetV2 1.0 at 224, SavedModel',
      writeTensorFlowSavedModel(mobileNetV2(), join(folder, 'mobilenet-v2-saved')),
    ],
    ['MobileNetV2 0.35 at 96, .keras', [join(oracle, 'model.keras')]],
    [
      'MobileNetV2 0.35 at 96, SavedModel',
      [
        join(oracle, 'saved_model/saved_model.pb'),
        join(variables, 'variables.index'),
        join(variables, 'variables.data-00000-of-00001'),
      ],
    ],
  ]
  for (const [i, [what, files]] of models.entries()) {
    if (!files.every((file) => existsSync(file))) {
      console.log(`${what}: ${files[0]}does not exist; not measured.`)
      continue
    }
    const twin = await writeTwin(files, join(folder, `ready-twin-${i}`))
    /** @type {(slot: 'files' | 'twin') => Promise<readonly number[][]>} */
    const race = async (slot) => {
      const page = await openPage(browser, url, 'wasm')
      await pick(page, files)
      await pick(page, twin, 'twin')
      const entrants = /** @type {const} */ ([
        { way: 'ours', kind: 'graph', slot },
        { way: 'plain', kind: 'graph', slot: 'twin' },
      ])
      const { timings } = await page.evaluate(
        ([e, n]) => /** @type {any} */ (globalThis).bench.raceLoads(e, 'wasm', n),
        /** @type {const} */ ([entrants, loads]),
      )
      await page.close()
      return timings
    }
    /** @type {number[]} */
    const ours = []
    /** @type {number[]} */
    const plain = []
    for (let n = 0; n < pages; n++) {
      const [a = [], b = []] = await race('files')
      ours.push(...a)
      plain.push(...b)
    }
    const [converted = [], beside = []] = await race('twin')
    const figure = ratio(`${what}: from drop to ready`, { ours, plain }, { target: 1.5 })
    figures.push({
      ...figure,
      detail: `${figure.detail}; fastest ${(Math.min(...ours) / Math.min(...plain)).toFixed(3)} × (${Math.min(...ours).toFixed(0)} ms); the converted twin in ours ${median(converted).toFixed(2)} against ${median(beside).toFixed(2)} ms`,
    })
  }
  return figures
}
