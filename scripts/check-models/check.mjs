import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { brokenCases, freeSize, realCases } from './cases.mjs'
import { compare } from './compare.mjs'
import { rampOf, realOf, signatureOf, stage } from './folders.mjs'
import { fromJudge, judge } from './judge.mjs'
import { drop, errorOf, offered, outcome, pick, runFiles, runRamp } from './page.mjs'
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

/**
 * @param {import('./cases.mjs').RealCase} real
 * @param {Site} site
 * @param {import('@playwright/test').Page} page
 */
async function filesOf(real, { inputs }, page) {
  const mimeType = 'application/octet-stream'
  const files = []
  for (const { name, from, text } of real.files ?? []) {
    files.push({
      name,
      mimeType,
      buffer: from === undefined ? Buffer.from(text ?? '') : await readFile(join(inputs, from)),
    })
  }
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
 * One model of a folder on one backend: the ramp, then the real input.
 * @param {Site} site
 * @param {Folder} folder
 * @param {string} path of the staged folder
 * @param {string} model key in expected.json
 * @param {string} backend
 * @returns {Promise<Row>}
 */
async function checkModel(site, folder, path, model, backend) {
  /** @type {Row} */
  const row = {
    folder: folder.name,
    model,
    backend,
    loaded: false,
    ran: false,
    ramp: null,
    real: null,
    ok: false,
    asPlain: false,
    note: '',
  }
  const { page, came } = await open(site, backend, path)
  try {
    const ids = came === 'choose' ? await offered(page) : []
    const id = ids.find((one) => one === `${folder.name}/${model}`) ?? ids.find((one) => one.endsWith(`/${model}`))
    if (came === 'choose' && id === undefined) return { ...row, note: `not offered; offered are ${ids.join(', ')}` }
    const then = id === undefined ? came : await pick(page, id)
    if (then === 'error') return { ...row, note: (await errorOf(page)).text }
    row.loaded = true
    const key = Object.keys(rampOf(folder.expected)).find((one) => model.endsWith(one)) ?? model
    const signature = await signatureOf(join(folder.path, key))
    const limit = loose.has(backend) ? 1e-2 : 1e-4
    const problems = []
    const expected = rampOf(folder.expected)[key]?.result
    if (expected !== undefined) {
      const { worst, note } = compare(expected, (await runRamp(page, freeSize(folder.name))).outputs, signature)
      row.ramp = worst
      if (!(worst <= limit)) problems.push(`ramp: ${note}`)
    }
    const real = realCases[folder.name]
    if (real !== undefined && real.model === model) {
      const { outputs } = await runFiles(page, await filesOf(real, site, page))
      const wanted = realOf(folder.expected).outputs.filter(
        (/** @type {any} */ one) => real.outputs?.includes(one.name) ?? true,
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
  } catch (error) {
    return { ...row, note: error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error) }
  } finally {
    await page.close()
  }
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
    const models = Object.keys(rampOf(folder.expected))
    if (folder.name.includes('teachable')) models.push('tm-my-image-model.zip/model.json')
    const rows = []
    for (const model of models) rows.push(await checkModel(site, folder, staged.path, model, backend))
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
      rows.push({
        folder: folder.name,
        model,
        backend: 'wasm',
        loaded: false,
        ran: false,
        ramp: null,
        real: null,
        ok,
        asPlain: false,
        note: `${found.code}: ${found.text}${wanted}`,
      })
      await page.close()
    }
    return rows
  } finally {
    await staged.remove()
  }
}
