import { deflateRawSync, gzipSync } from 'node:zlib'
import { pick } from './damage-json.mjs'
import { npy, sameNames, tar, zip } from './pack.mjs'
import { hostileText, inTexts } from './texts.mjs'

/** @typedef {import('./pack.mjs').File} File */
/** @typedef {{ what: string, files: readonly File[] }} Drop */

const sizes = [0, 1, 1000, 2 ** 16, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 1]
const zeros = 17 * 2 ** 20

/** @param {string} text */
const utf8 = (text) => new TextEncoder().encode(text)

/** @param {Uint8Array} bytes @returns {Uint8Array<ArrayBuffer>} */
const copyOf = (bytes) => new Uint8Array(bytes)

/**
 * Drops made to cost time or memory, or to lead outside of their files.
 * @type {Readonly<Record<string, (model: import('./inputs.mjs').Model, random: () => number) => readonly File[]>>}
 */
const kinds = {
  'a hostile text': ({ files }, random) => {
    const text = hostileText(random)
    return inTexts[pick(Object.keys(inTexts), random)]?.(files, text) ?? files
  },
  'many equal names': (_model, random) => [{ path: 'a.zip', bytes: sameNames('a', pick([10, 200, 1000], random)) }],
  'hostile names in an archive': ({ files }, random) => {
    const renamed = files.map((file) => ({ ...file, path: `${hostileText(random, 15_000)}${file.path}` }))
    return [random() < 0.5 ? { path: 'a.zip', bytes: zip(renamed, true) } : { path: 'a.tar', bytes: tar(renamed) }]
  },
  'an extended header of a tar': ({ files }, random) => {
    const record = pick(
      [
        `14 size=${pick(sizes, random)}\n`,
        '14 size=-1536\n',
        '14 size=1e99999\n',
        `${pick(sizes, random)} path=x\n`,
        '0 \n',
        '2x'.repeat(400_000),
        `20 path=${hostileText(random)}`,
      ],
      random,
    )
    const extended = { path: 'pax', bytes: utf8(record), type: pick(['x', 'g', 'L'], random) }
    const bytes = tar([extended, ...files])
    return [random() < 0.5 ? { path: 'a.tar', bytes } : { path: 'a.tar.gz', bytes: copyOf(gzipSync(bytes)) }]
  },
  'lying sizes in a zip': ({ files }, random) => {
    const bytes = zip(files, random() < 0.5)
    const view = new DataView(bytes.buffer)
    for (let at = 0; at + 46 < bytes.length; at++)
      if (view.getUint32(at, true) === 0x02014b50 && random() < 0.7)
        view.setUint32(at + pick([20, 24, 42], random), pick(sizes, random), true)
    return [{ path: 'a.zip', bytes }]
  },
  'lying sizes in a file': ({ files }, random) => {
    const at = Math.floor(random() * files.length)
    return files.map((file, i) => (i === at ? { ...file, bytes: lying(file.bytes, random) } : file))
  },
  'zeros that inflate a thousand times': (_model, random) => {
    const content = new Uint8Array(zeros)
    const name = pick(['model.json', 'saved_model.pb', 'x.npy', 'labels.txt'], random)
    if (random() < 0.3) return [{ path: `${name}.gz`, bytes: copyOf(gzipSync(content)) }]
    const bytes = zip([{ path: name, bytes: content }], true)
    if (random() < 0.7) {
      const view = new DataView(bytes.buffer)
      view.setUint32(bytes.length - 22 - 46 - name.length + 24, pick(sizes, random), true)
    }
    return [{ path: name === 'x.npy' ? 'input.npz' : 'a.zip', bytes }]
  },
  'a large shape': ({ files }, random) => {
    const shape = pick(['1000000000,', '1000000000, 1000000000', '0, 9007199254740991', `${'1, '.repeat(500)}`], random)
    const descr = pick(['<f4', '<U0', '|S0', '<U1000000000', '|b1', '<i8'], random)
    const header = `{'descr': '${descr}', 'fortran_order': ${pick(['True', 'False'], random)}, 'shape': (${shape}), }\n`
    return [...files, { path: 'input.npy', bytes: npy(header, new Uint8Array(64)) }]
  },
  'compressed data in place of the file': ({ files }, random) => {
    const at = Math.floor(random() * files.length)
    return files.map((file, i) => (i === at ? { ...file, bytes: copyOf(deflateRawSync(file.bytes)) } : file))
  },
}

/** @param {import('./inputs.mjs').Model} model @param {() => number} random @returns {Drop} */
export function hostileDrop(model, random) {
  const kind = pick(Object.keys(kinds), random)
  return { what: `${kind}, with ${model.name}`, files: kinds[kind]?.(model, random) ?? model.files }
}

/** A few integers of 4 or 8 bytes replaced by large ones. @param {Uint8Array} bytes @param {() => number} random */
function lying(bytes, random) {
  const copy = copyOf(bytes)
  if (copy.length < 8) return copy
  const view = new DataView(copy.buffer)
  for (let times = 1 + Math.floor(random() * 6); times > 0; times--) {
    const at = Math.floor(random() * (copy.length - 7))
    if (random() < 0.5) view.setUint32(at, pick(sizes, random), true)
    else view.setBigUint64(at, BigInt(pick(sizes, random)) * BigInt(pick([1, 8, 2 ** 20], random)), true)
  }
  return copy
}
