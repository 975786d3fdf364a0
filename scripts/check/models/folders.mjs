import { cp, mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { inputFile } from '../page.mjs'
import { brokenCases } from './cases.mjs'
import { signatureCases } from './signatures.mjs'

/** Notes of the model collection, which are not part of the models. */
const notes = new Set(['expected.json', 'PROVENANCE.md'])

/** @typedef {{ name: string, path: string, expected: Record<string, any> }} Folder */

/**
 * Folders with reference outputs, and folders that must be refused, sorted by name.
 * @param {string} models
 * @returns {Promise<readonly Folder[]>}
 */
export async function listFolders(models) {
  const folders = []
  for (const name of (await readdir(models)).sort()) {
    const path = join(models, name)
    const text = await readFile(join(path, 'expected.json'), 'utf8').catch(() => null)
    if (text === null) continue
    const expected = JSON.parse(text)
    const known = Object.hasOwn(brokenCases, name) || Object.hasOwn(signatureCases, name)
    if (known || rampOf(expected) !== undefined) folders.push({ name, path, expected })
  }
  return folders
}

/** @param {Record<string, any>} expected */
export function rampOf(expected) {
  return expected['tfjs_4.22.0_cpu_ramp']
}

/** @param {Record<string, any>} expected */
export function realOf(expected) {
  return expected['tfjs_4.22.0_cpu_real_input']
}

/**
 * A copy of a folder without the collection's notes, to be dropped.
 * @param {Folder} folder
 * @returns {Promise<{ path: string, remove: () => Promise<void> }>}
 */
export async function stage({ path }) {
  const parent = await mkdtemp(join(tmpdir(), 'glassbox-models-'))
  const copy = join(parent, basename(path))
  await cp(path, copy, { recursive: true, filter: (from) => !notes.has(basename(from)) })
  return { path: copy, remove: () => rm(parent, { recursive: true, force: true }) }
}

/**
 * The names of the output tensors in the model's signature.
 * @param {string} path of the model's JSON
 * @returns {Promise<ReadonlyMap<string, string>>}
 */
export async function signatureOf(path) {
  if ((await stat(path).catch(() => null)) === null) return new Map()
  const model = JSON.parse(await readFile(path, 'utf8'))
  const outputs = (model.signature ?? model.userDefinedMetadata?.signature)?.outputs ?? {}
  return new Map(
    Object.entries(outputs).map(([key, tensor]) => [
      String(/** @type {any} */ (tensor).name ?? key).replace(/:0$/, ''),
      key,
    ]),
  )
}

/**
 * Input files of a case.
 * @param {readonly { name: string, from?: string, text?: string }[]} files
 * @param {string} inputs folder of input files
 */
export function filesOf(files, inputs) {
  return Promise.all(
    files.map(async ({ name, from, text = '' }) =>
      inputFile(name, from === undefined ? Buffer.from(text) : await readFile(join(inputs, from))),
    ),
  )
}
