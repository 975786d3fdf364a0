/** @typedef {{ parent: any, key: string | number }} Place */

const strange = [
  null,
  true,
  0,
  -1,
  0.5,
  7,
  1e9,
  2 ** 31,
  2 ** 53,
  1e308,
  '',
  'x',
  '__proto__',
  [],
  {},
  [[]],
  [null],
  { a: 1 },
]
const keys = ['__proto__', 'constructor', 'toString', '', 'name', 'config', 'class_name', 'shape']
const marker = '"<nested deeply>"'

/**
 * Edits that keep a document valid JSON, as made by hand, by another version or by another program.
 * @type {Readonly<Record<string, (place: Place, other: Place, random: () => number) => void>>}
 */
const edits = {
  'without a key': ({ parent, key }) => {
    if (Array.isArray(parent)) parent.splice(Number(key), 1)
    else delete parent[key]
  },
  'another type': ({ parent, key }, _other, random) => {
    parent[key] = pick(strange, random)
  },
  'two values swapped': (a, b) => {
    const value = a.parent[a.key]
    a.parent[a.key] = b.parent[b.key]
    b.parent[b.key] = value
  },
  'a value from elsewhere': (a, b) => {
    a.parent[a.key] = structuredClone(b.parent[b.key])
  },
  'another number': ({ parent, key }, _other, random) => {
    const value = typeof parent[key] === 'number' ? parent[key] : 1
    parent[key] = pick([-value, value + 1, value * 1000, value * 1e6, value * 2 ** 31, value / 3, 0], random)
  },
  'another key': ({ parent, key }, _other, random) => {
    if (Array.isArray(parent)) return
    const value = parent[key]
    delete parent[key]
    Object.defineProperty(parent, pick(keys, random), { value, enumerable: true, configurable: true, writable: true })
  },
  'many copies': ({ parent, key }, _other, random) => {
    const value = parent[key]
    const times = Math.min(pick([2, 3, 50, 2000], random), Math.ceil(1e6 / (JSON.stringify(value) ?? '').length))
    if (Array.isArray(parent) && parent.length < 1e5) parent.splice(Number(key), 1, ...copies(value, times))
    else parent[key] = copies(value, times)
  },
  'nested deeply': ({ parent, key }) => {
    parent[key] = JSON.parse(marker)
  },
}

/**
 * One to three edits of a JSON file; `null` if it is not JSON.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {() => number} random
 * @returns {{ kind: string, bytes: Uint8Array<ArrayBuffer> } | null}
 */
export function damageJson(bytes, random) {
  const document = parse(bytes)
  if (document === null) return null
  const kinds = []
  for (let times = pick([1, 1, 1, 2, 3], random); times > 0; times--) {
    const all = places(document)
    if (all.length === 0) break
    // Half the time an outermost value: there are few, and they matter most.
    const near = all.slice(0, 40)
    const place = pick(random() < 0.5 ? all : near, random)
    const kind = pick(Object.keys(edits), random)
    edits[kind]?.(place, pick(all, random), random)
    kinds.push(kind)
  }
  const depth = pick([10, 1000, 200_000], random)
  const [open, close] = pick(
    /** @type {const} */ ([
      ['[', ']'],
      ['{"config":', '}'],
      ['{"args":[', ']}'],
    ]),
    random,
  )
  const nested = `${open.repeat(depth)}0${close.repeat(depth)}`
  const text = JSON.stringify(document).replace(marker, () => nested)
  return { kind: kinds.join(' and '), bytes: new TextEncoder().encode(text) }
}

/** @param {unknown} value @param {number} times */
const copies = (value, times) => Array.from({ length: times }, () => structuredClone(value))

/** @param {Uint8Array} bytes */
function parse(bytes) {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes))
    return typeof value === 'object' ? value : null
  } catch {
    return null
  }
}

/**
 * Every value inside a document, outermost first.
 * @param {any} document
 * @returns {Place[]}
 */
function places(document) {
  /** @type {Place[]} */
  const found = []
  const queue = [document]
  for (let at = 0; at < queue.length && found.length < 20_000; at++) {
    const parent = queue[at]
    for (const key of Object.keys(parent)) {
      found.push({ parent, key })
      const value = parent[key]
      if (typeof value === 'object' && value !== null) queue.push(value)
    }
  }
  return found
}

/** @template T @param {readonly T[]} items @param {() => number} random @returns {T} */
export function pick(items, random) {
  return /** @type {T} */ (items[Math.floor(random() * items.length)])
}
