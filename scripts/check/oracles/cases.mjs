import { readdir, readFile, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/**
 * @typedef {{ key: string, name: string, dtype: string, shape: readonly number[], strings?: readonly string[], tolerance?: { rtol: number, atol: number } }} Port
 * @typedef {{ name: string | null, inputsFile: string, outputsFile: string, inputs: readonly Port[], outputs: readonly Port[],
 *   inputNames: Readonly<Record<string, string>> | null, outputNames: Readonly<Record<string, string>> | null }} Reference one signature and what TensorFlow made of it
 * @typedef {{ id: string, group: string, folder: string, file: any, formats: readonly string[], unverified: readonly string[] }} Case
 */

export const groups = ['layers', 'topologies', 'savedmodel', 'apps', 'tfjs-keras3']

/** Format → its file or folder. */
const artifacts = {
  keras: 'model.keras',
  h5: 'model.h5',
  h5_keras2: 'model_keras2.h5',
  saved_model: 'saved_model',
  tf_saved_model: 'tf_saved_model',
  tfjs: 'tfjs',
  tfjs_keras2: 'tfjs_keras2',
  tfjs_keras3_h5: 'tfjs_keras3_h5',
  tfjs_keras3_v3: 'tfjs_keras3_v3',
}

/**
 * The cases of one group, by name.
 * @param {string} root
 * @param {string} group
 * @returns {Promise<readonly Case[]>}
 */
export async function casesOf(root, group) {
  const names = (await readdir(join(root, group))).sort()
  return Promise.all(
    names.map(async (name) => {
      const folder = join(root, group, name)
      const file = JSON.parse(await readFile(join(folder, 'case.json'), 'utf8'))
      return {
        id: `${group}/${name}`,
        group,
        folder,
        file,
        formats: file.formats,
        unverified: Object.keys(file.unverified ?? {}),
      }
    }),
  )
}

/**
 * The file or folder of a case in one format.
 * @param {Case} entry
 * @param {string} artifact format or file name
 */
export function pathOf({ folder }, artifact) {
  return join(folder, artifacts[/** @type {keyof typeof artifacts} */ (artifact)] ?? artifact)
}

/**
 * The files of a case in one format, as a drop.
 * @param {Case} entry
 * @param {string} artifact format or file name
 */
export async function dropOf(entry, artifact) {
  const path = pathOf(entry, artifact)
  const paths = (await stat(path)).isDirectory() ? await filesBelow(path) : [path]
  return Promise.all(
    paths.map(async (file) => ({ path: relative(entry.folder, file), file: new Blob([await readFile(file)]) })),
  )
}

/** @param {string} folder @returns {Promise<readonly string[]>} */
async function filesBelow(folder) {
  const entries = await readdir(folder, { withFileTypes: true })
  const nested = entries.map((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesBelow(path) : [path]
  })
  return (await Promise.all(nested)).flat()
}

/**
 * The expected outputs of a case in one format: one reference; in the savedmodel group, one per signature.
 * @param {Case} entry
 * @param {string} format
 * @returns {readonly Reference[]}
 */
export function referencesOf({ file }, format) {
  if (file.signatures !== undefined) {
    return file.signatures.map((/** @type {any} */ signature) => ({
      name: signature.name,
      inputsFile: signature.inputs_file,
      outputsFile: signature.outputs_file,
      inputs: signature.inputs,
      outputs: signature.outputs,
      inputNames: Object.fromEntries(signature.inputs.map((/** @type {Port} */ { key, name }) => [key, name])),
      outputNames: Object.fromEntries(signature.outputs.map((/** @type {Port} */ { key, name }) => [key, name])),
    }))
  }
  const signature = file.signature?.[format]
  return [
    {
      name: signature?.signature ?? null,
      inputsFile: 'inputs.npz',
      outputsFile: 'outputs.npz',
      inputs: file.inputs,
      outputs: file.outputs,
      inputNames: signature?.inputs ?? null,
      outputNames: signature?.outputs ?? null,
    },
  ]
}
