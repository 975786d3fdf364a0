import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brokenCases, freeSize, realCases } from './cases.mjs'
import { compare, farthest } from './compare.mjs'
import { rampOf, realOf, signatureOf, stage } from './folders.mjs'
import { fromJudge, judge } from './judge.mjs'
import { chooseSignature, drop, errorOf, offered, outcome, pick, runFiles, runRamp } from './page.mjs'
import { pairs } from './pairs.mjs'
import { signatureCases } from './signatures.mjs'
import { npy, tensorTools } from './tensors.mjs'

/**
 * @typedef {{ folder: string, model: string, backend: string, loaded: boolean, ran: boolean, ramp: number | null, real: number | null, ok: boolean, asPlain: boolean, note: string }} Row
 * @typedef {{ context: import('@playwright/test').BrowserContext, url: string, inputs: string }} Site
 * @typedef {import('./folders.mjs').Folder} Folder
 */

/**
 * Opens the page with a pinned backend and drops the whole folder on it.
 * @param {Site} site
 * @param {string} backend
 * @param {string} path
 */
async function open({ context, url }, backend, path) {
  const page = await context.newPage()
  await page.goto(`${url}?backend=${backend}`)
  await page.getByTestId('model-files').waitFor({ state: 'attached' })
  await drop(page, [path])
  return { page, came: await outcome(page) }
}

const mimeType = 'application/octet-stream'

/**
 * @param {readonly { name: string, from?: string, text?: string }[]} files
 * @param {Site} site
 */
function bytesOf(files, { inputs }) {
  return Promise.all(
    files.map(async ({ name, from, text }) => ({
      name,
      mimeType,
      buffer: from === undefined ? Buffer.from(text ?? '') : await readFile(join(inputs, from)),
    })),
  )
}

/**
 * @param {import('./cases.mjs').RealCase} real
 * @param {Site} site
 * @param {import('@playwright/test').Page} page
 */
async function filesOf(real, site, page) {
  const { inputs } = site
  /** @type {{ name: string, mimeType: string, buffer: Buffer }[]} */
  const files = await bytesOf(real.files ?? [], site)
  const tools = tensorTools(inputs, page)
  for (const { input, shape, dtype, values } of real.tensors ?? []) {
    const name = `${input.replaceAll('/', '_')}.npy`
    files.push({ name, mimeType, buffer: npy(shape, dtype, await values(tools)) })
  }
  return files
}

/** Within this of plain TensorFlow.js on the same backend, a difference from the reference is that of its kernels. */
const sameKernels = 1e-5

/**
 * How far the page's outputs are from plain TensorFlow.js on the same backend with the same tensors; `null` where it cannot run.
 * @param {import('./cases.mjs').RealCase} real
 * @param {Site} site
 * @param {import('@playwright/test').Page} page
 * @param {string} backend
 * @param {string} path of the model's JSON
 * @param {readonly any[]} outputs
 */
async function ownDifference(real, { inputs }, page, backend, path, outputs) {
  if (real.tensors === undefined || (backend !== 'wasm' && backend !== 'cpu')) return null
  const tools = tensorTools(inputs, page)
  const tensors = []
  for (const { input, shape, dtype, values } of real.tensors) {
    tensors.push({ input, shape, dtype, data: await values(tools) })
  }
  return fromJudge(await judge(backend, path, tensors), outputs)
}

/** Backends whose arithmetic is that of a GPU. */
const loose = new Set(['webgl', 'webgpu'])

/**
 * @param {Folder} folder
 * @param {string} model
 * @param {string} backend
 * @returns {Row} nothing has been tried yet
 */
function blank({ name }, model, backend) {
  const nothing = { loaded: false, ran: false, ramp: null, real: null, ok: false, asPlain: false, note: '' }
  return { folder: name, model, backend, ...nothing }
}

/**
 * Opens the page with one model of a folder; the problem in words where that fails.
 * @param {Site} site
 * @param {Folder} folder
 * @param {string} path of the staged folder
 * @param {string} model path within the folder
 * @param {string} backend
 */
async function openModel(site, folder, path, model, backend) {
  const { page, came } = await open(site, backend, path)
  const ids = came === 'choose' ? await offered(page) : []
  const id = ids.find((one) => one === `${folder.name}/${model}`) ?? ids.find((one) => one.endsWith(`/${model}`))
  if (came === 'choose' && id === undefined) return { page, problem: `not offered; offered are ${ids.join(', ')}` }
  const then = id === undefined ? came : await pick(page, id)
  return { page, problem: then === 'error' ? (await errorOf(page)).text : null }
}

/**
 * Opens a model and does something with it; what goes wrong becomes the row's note.
 * @param {Site} site
 * @param {Folder} folder
 * @param {string} path of the staged folder
 * @param {string} file path of the model within the folder
 * @param {Row} row
 * @param {(page: import('@playwright/test').Page) => Promise<Row>} work
 * @returns {Promise<Row>}
 */
async function withModel(site, folder, path, file, row, work) {
  /** @type {import('@playwright/test').Page | null} */
  let page = null
  try {
    const opened = await openModel(site, folder, path, file, row.backend)
    page = opened.page
    if (opened.problem !== null) return { ...row, note: opened.problem }
    row.loaded = true
    return await work(page)
  } catch (error) {
    return { ...row, note: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  } finally {
    await page?.close()
  }
}

/**
 * One model of a folder on one backend: the ramp, then the real input.
 * @param {Site} site
 * @param {Folder} folder
 * @param {string} path of the staged folder
 * @param {string} model key in expected.json, or path of a second format
 * @param {string} backend
 * @param {import('./pairs.mjs').Pair | null} [pair] whose reference it is held against; `null`: its own
 * @returns {Promise<Row>}
 */
async function checkModel(site, folder, path, model, backend, pair = null) {
  const row = blank(folder, model, backend)
  return withModel(site, folder, path, model, row, async (page) => {
    row.note = pair?.note ?? ''
    const twin = pair?.twin ?? model
    const key = Object.keys(rampOf(folder.expected)).find((one) => twin.endsWith(one)) ?? twin
    const signature = await signatureOf(join(folder.path, key))
    const limit = pair?.limit ?? (loose.has(backend) ? 1e-2 : 1e-4)
    const problems = []
    const wants = (/** @type {any} */ { name }) => {
      return pair?.outputs?.includes(name.replace(/_\d+$/, '')) ?? true
    }
    const expected = rampOf(folder.expected)[key]?.result?.filter(wants)
    if (expected !== undefined) {
      const { worst, note } = compare(expected, (await runRamp(page, freeSize(folder.name))).outputs, signature)
      row.ramp = worst
      if (!(worst <= limit)) problems.push(`ramp: ${note}`)
    }
    const real = realCases[folder.name]
    if (real !== undefined && real.model === twin) {
      const { outputs } = await runFiles(page, await filesOf(real, site, page))
      const wanted = realOf(folder.expected).outputs.filter(
        (/** @type {any} */ one) => wants(one) && (real.outputs?.includes(one.name) ?? true),
      )
      const { worst, note } = compare(wanted, outputs, signature)
      row.real = wanted.length === 0 ? null : worst
      if (!(worst <= limit)) {
        const own = await ownDifference(real, site, page, backend, join(folder.path, key), outputs)
        if (own !== null && own <= sameKernels) {
          row.asPlain = true
          row.note = `real: ${note}; plain TensorFlow.js on ${backend} differs as much: ours from it ${own.toExponential(1)}`
        } else problems.push(`real: ${note}`)
      }
      const miss = real.holds?.(outputs) ?? null
      if (miss !== null) problems.push(miss)
    }
    return {
      ...row,
      ran: true,
      ok: problems.length === 0,
      note: [row.note, ...problems].filter((part) => part !== '').join('; '),
    }
  })
}

/**
 * One signature of a SavedModel.
 * @param {Site} site
 * @param {Folder} folder
 * @param {string} path of the staged folder
 * @param {import('./signatures.mjs').SignatureCase} wanted
 * @param {string} backend
 * @returns {Promise<Row>}
 */
async function checkSignature(site, folder, path, { file, signature, files, outputs, holds, note }, backend) {
  const name = file.replace(/\/?saved_model\.pb$/, '').replace(/\/\d+$/, '')
  const row = blank(folder, [name, signature].filter(Boolean).join(' ') || file, backend)
  return withModel(site, folder, path, file, row, async (page) => {
    row.note = note ?? ''
    if (signature !== undefined) await chooseSignature(page, signature)
    const given = await bytesOf(files, site)
    const found = (await runFiles(page, given)).outputs
    const far = Object.entries(outputs).map(([key, values]) => farthest(values, found, key))
    row.ran = true
    row.real = far.length === 0 ? null : Math.max(...far)
    const miss = holds?.(found, given) ?? null
    const limit = loose.has(backend) ? 1e-2 : 1e-5
    const ok = miss === null && far.every((one) => one <= limit)
    const names = found.map((/** @type {any} */ one) => `${one.name} ${one.values.slice(0, 9)}`)
    return { ...row, ok, note: ok ? row.note : (miss ?? `found ${names.join('; ')}`) }
  })
}

/**
 * Every model of a folder on one backend.
 * @param {Site} site
 * @param {Folder} folder
 * @param {string} backend
 * @returns {Promise<readonly Row[]>}
 */
export async function checkFolder(site, folder, backend) {
  const staged = await stage(folder)
  try {
    const models = Object.keys(rampOf(folder.expected) ?? {})
    if (folder.name.includes('teachable')) models.push('tm-my-image-model.zip/model.json')
    const rows = []
    for (const model of models) rows.push(await checkModel(site, folder, staged.path, model, backend))
    for (const pair of pairs[folder.name] ?? [])
      rows.push(await checkModel(site, folder, staged.path, pair.file, backend, pair))
    for (const wanted of signatureCases[folder.name] ?? [])
      rows.push(await checkSignature(site, folder, staged.path, wanted, backend))
    return rows
  } finally {
    await staged.remove()
  }
}

/**
 * A broken folder: the message must name the file and the cause.
 * @param {Site} site
 * @param {Folder} folder
 * @returns {Promise<readonly Row[]>}
 */
export async function checkBroken(site, folder) {
  const staged = await stage(folder)
  const rows = []
  try {
    for (const { model, code, names } of brokenCases[folder.name] ?? []) {
      const { page, came } = await open(site, 'wasm', staged.path)
      const ids = came === 'choose' ? await offered(page) : []
      const id = ids.find((one) => one.endsWith(`/${model}`))
      const then = id === undefined ? came : await pick(page, id)
      const found = then === 'error' ? await errorOf(page) : { code: then, text: `the page says ${then}` }
      const missing = names.filter((name) => !found.text.includes(name))
      const ok = found.code === code && missing.length === 0
      const wanted = ok ? '' : ` (expected ${code}${missing.length > 0 ? `, naming ${missing.join(', ')}` : ''})`
      rows.push({ ...blank(folder, model, 'wasm'), ok, note: `${found.code}: ${found.text}${wanted}` })
      await page.close()
    }
    return rows
  } finally {
    await staged.remove()
  }
}
