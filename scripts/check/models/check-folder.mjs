import { load } from '../page.mjs'
import { brokenCases } from './cases.mjs'
import { checkModel } from './check-model.mjs'
import { checkSignature } from './check-signature.mjs'
import { rampOf } from './folders.mjs'
import { pairs } from './pairs.mjs'
import { blank } from './row.mjs'
import { signatureCases } from './signatures.mjs'

/**
 * @typedef {import('./row.mjs').Place} Place
 * @typedef {import('./row.mjs').Row} Row
 */

/**
 * Checks every model of a folder on one backend.
 * @param {Place} place
 * @param {string} backend
 * @returns {AsyncGenerator<Row>}
 */
export async function* checkFolder(place, backend) {
  const { name, expected } = place.folder
  const models = Object.keys(rampOf(expected) ?? {})
  if (name.includes('teachable')) models.push('tm-my-image-model.zip/model.json')
  for (const model of models) yield await checkModel(place, model, backend)
  for (const pair of pairs[name] ?? []) yield await checkModel(place, pair.file, backend, pair)
  for (const wanted of signatureCases[name] ?? []) yield await checkSignature(place, wanted, backend)
}

/**
 * A broken folder: the message must name the file and the cause.
 * @param {Place} place
 * @returns {AsyncGenerator<Row>}
 */
export async function* checkBroken(place) {
  for (const { model, code, names } of brokenCases[place.folder.name] ?? []) {
    const page = await place.site.open('wasm')
    const found = (await load(page, place.path, (ids) => ids.find((id) => id.endsWith(`/${model}`)))) ?? {
      code: 'ready',
      text: 'the page loads it',
    }
    const missing = names.filter((name) => !found.text.includes(name))
    const ok = found.code === code && missing.length === 0
    const wanted = ok ? '' : ` (expected ${code}${missing.length > 0 ? `, naming ${missing.join(', ')}` : ''})`
    yield { ...blank(place, model, 'wasm'), ok, note: `${found.code}: ${found.text}${wanted}` }
    await page.close()
  }
}
