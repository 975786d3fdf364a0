import { randomFrom } from '../random.mjs'
import { damages } from './damage.mjs'
import { damageIndex } from './damage-index.mjs'
import { damageJson, pick } from './damage-json.mjs'
import { mixUps } from './damage-names.mjs'
import { damageProtobuf } from './damage-protobuf.mjs'
import { hostileDrop } from './hostile.mjs'
import { packings } from './pack.mjs'

/** @typedef {import('./pack.mjs').File} File */

/**
 * One damaged drop: a model of any format, loose or packed, with damage to its files or to the archive; or one made to
 * cost time or memory.
 * @param {Readonly<Record<string, readonly import('./inputs.mjs').Model[]>>} models
 * @param {number} seed
 * @param {number} i
 * @param {(bytes: Uint8Array) => number} crc32c
 * @returns {{ what: string, files: readonly File[] }}
 */
export function damagedDrop(models, seed, i, crc32c) {
  const random = randomFrom(seed * 1_000_003 + i)
  const format = pick(Object.keys(models), random)
  const model = pick(models[format] ?? [], random)
  if (random() < 0.25) return hostileDrop(model, random)
  const packing = random() < 0.3 ? pick(Object.keys(packings), random) : null
  if (packing !== null && random() < 0.4) {
    const archive = packings[packing]?.(model.files) ?? pick(model.files, random)
    const { kind, bytes } = damageBytes(archive.bytes, random)
    return { what: `${kind} in the ${packing} of ${model.name}`, files: [{ ...archive, bytes }] }
  }
  const { what, files } = damageModel(model, random, crc32c)
  const packed = packing === null ? undefined : packings[packing]?.(files)
  return packed === undefined ? { what, files } : { what: `${what}, in a ${packing}`, files: [packed] }
}

/**
 * @param {import('./inputs.mjs').Model} model
 * @param {() => number} random
 * @param {(bytes: Uint8Array) => number} crc32c
 */
function damageModel({ name, files }, random, crc32c) {
  const at = Math.floor(random() * files.length)
  const { path, bytes } = pick(files.slice(at), () => 0)
  if (random() < 0.1) {
    const kind = pick(Object.keys(mixUps), random)
    return { what: `${kind}: ${path} of ${name}`, files: mixUps[kind]?.(files, at, random) ?? files }
  }
  const damaged = (random() < 0.7 ? damageStructure(path, bytes, random, crc32c) : null) ?? damageBytes(bytes, random)
  return {
    what: `${damaged.kind} in ${path} of ${name}`,
    files: files.map((file, i) => (i === at ? { path, bytes: damaged.bytes } : file)),
  }
}

/**
 * @param {string} path
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {() => number} random
 * @param {(bytes: Uint8Array) => number} crc32c
 */
function damageStructure(path, bytes, random, crc32c) {
  if (path.endsWith('.json')) return damageJson(bytes, random)
  if (path.endsWith('.pb')) return damageProtobuf(bytes, random)
  if (!path.endsWith('.index')) return null
  return { kind: 'a damaged block with a valid checksum', bytes: damageIndex(bytes, random, crc32c) }
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {() => number} random */
function damageBytes(bytes, random) {
  const kind = pick(Object.keys(damages), random)
  const damage = damages[kind]
  return { kind, bytes: damage === undefined || bytes.length === 0 ? bytes : damage(bytes, random) }
}
