import { chooseSignature, runFiles } from '../page.mjs'
import { filesOf } from './folders.mjs'
import { compareBeginning } from './match.mjs'
import { blank, limitOf, withModel } from './row.mjs'

/**
 * Checks one signature of a SavedModel.
 * @param {import('./row.mjs').Place} place
 * @param {import('./signatures.mjs').SignatureCase} wanted
 * @param {string} backend
 */
export async function checkSignature(place, { file, signature, files, outputs, holds, note = '' }, backend) {
  const name = file.replace(/\/?saved_model\.pb$/, '').replace(/\/\d+$/, '')
  const blankRow = blank(place, [name, signature].filter(Boolean).join(' ') || file, backend)
  return withModel(place, file, blankRow, async (page, row) => {
    if (signature !== undefined) await chooseSignature(page, signature)
    const given = await filesOf(files, place.inputs)
    const found = (await runFiles(page, given)).outputs
    const far = Object.entries(outputs).map(([key, values]) => compareBeginning(values, found, key).worst)
    const real = far.length === 0 ? null : Math.max(...far)
    const miss = holds?.(found, given) ?? null
    const ok = miss === null && (real ?? 0) <= limitOf(backend, 1e-5)
    const names = found.map((/** @type {any} */ one) => `${one.name} ${one.values.slice(0, 9)}`)
    return { ...row, ran: true, real, ok, note: ok ? note : (miss ?? `found ${names.join('; ')}`) }
  })
}
