import { pick } from './damage-json.mjs'

/**
 * A protobuf message without its schema: length-delimited data that parses as a message is treated as one.
 * @typedef {{ number: number, wire: number, content: bigint | Uint8Array<ArrayBuffer> | Field[] }} Field
 */

const numbers = [0n, 1n, 2n, 255n, 2n ** 31n - 1n, 2n ** 31n, 2n ** 53n, 2n ** 63n, 2n ** 64n - 1n]

/** @type {Readonly<Record<string, (fields: Field[], at: number, other: Field, random: () => number) => void>>} */
const edits = {
  'without a field': (fields, at) => {
    fields.splice(at, 1)
  },
  'a field twice': (fields, at) => {
    const field = /** @type {Field} */ (fields[at])
    fields.splice(at, 0, { ...field, content: copy(field.content) })
  },
  'two fields swapped': (fields, at, other) => {
    const field = /** @type {Field} */ (fields[at])
    const { wire, content } = field
    Object.assign(field, { wire: other.wire, content: other.content })
    Object.assign(other, { wire, content })
  },
  'a field from elsewhere': (fields, at, other) => {
    fields[at] = { .../** @type {Field} */ (fields[at]), wire: other.wire, content: copy(other.content) }
  },
  'another number': (fields, at, _other, random) => {
    fields[at] = { .../** @type {Field} */ (fields[at]), wire: 0, content: pick(numbers, random) }
  },
  'another field number': (fields, at, _other, random) => {
    fields[at] = { .../** @type {Field} */ (fields[at]), number: 1 + Math.floor(random() * 24) }
  },
  'an empty field': (fields, at) => {
    fields[at] = { .../** @type {Field} */ (fields[at]), wire: 2, content: [] }
  },
  'nested deeply': (fields, at, _other, random) => {
    const { number, content } = /** @type {Field} */ (fields[at])
    let inner = /** @type {Field} */ ({ number, wire: 2, content: Array.isArray(content) ? content : [] })
    for (let depth = pick([10, 300, 2000], random); depth > 0; depth--) inner = { number, wire: 2, content: [inner] }
    fields[at] = inner
  },
}

/**
 * One to three edits that keep a protobuf message valid; `null` if it is not one.
 * @param {Uint8Array<ArrayBuffer>} bytes
 * @param {() => number} random
 * @returns {{ kind: string, bytes: Uint8Array<ArrayBuffer> } | null}
 */
export function damageProtobuf(bytes, random) {
  const fields = parse(bytes, 0)
  if (fields === null || fields.length === 0) return null
  const kinds = []
  for (let times = pick([1, 1, 1, 2, 3], random); times > 0; times--) {
    const lists = listsOf(fields)
    const list = pick(random() < 0.8 ? lists : lists.slice(0, 40), random)
    const kind = pick(Object.keys(edits), random)
    edits[kind]?.(list, Math.floor(random() * list.length), pick(pick(lists, random), random), random)
    kinds.push(kind)
  }
  return { kind: kinds.join(' and '), bytes: write(fields) }
}

/** @param {Field[]} fields @returns {Field[][]} every message with fields, outermost first */
function listsOf(fields) {
  const lists = [fields]
  for (let at = 0; at < lists.length && lists.length < 20_000; at++) {
    for (const { content } of lists[at] ?? []) if (Array.isArray(content) && content.length > 0) lists.push(content)
  }
  return lists.filter((list) => list.length > 0)
}

/** @param {Field['content']} content @returns {Field['content']} */
function copy(content) {
  return Array.isArray(content) ? content.map((field) => ({ ...field, content: copy(field.content) })) : content
}

/** @param {Uint8Array<ArrayBuffer>} bytes @param {number} depth @returns {Field[] | null} */
function parse(bytes, depth) {
  /** @type {Field[]} */
  const fields = []
  let at = 0
  const varint = () => {
    let value = 0n
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++]
      if (byte === undefined) return null
      value |= BigInt(byte & 0x7f) << shift
      if (byte < 0x80) return value
    }
    return null
  }
  while (at < bytes.length) {
    const key = varint()
    if (key === null || key >> 3n === 0n || key > 8000n) return null
    const number = Number(key >> 3n)
    const wire = Number(key & 7n)
    if (wire === 0) {
      const value = varint()
      if (value === null) return null
      fields.push({ number, wire, content: value })
      continue
    }
    const size = wire === 1 ? 8 : wire === 5 ? 4 : wire === 2 ? Number(varint() ?? -1n) : -1
    if (size < 0 || at + size > bytes.length) return null
    const content = bytes.slice(at, at + size)
    at += size
    fields.push({
      number,
      wire,
      content: (wire === 2 && depth < 24 && size > 0 && parse(content, depth + 1)) || content,
    })
  }
  return fields
}

/**
 * Iterative, because an edit may have nested it deeply: computes sizes from innermost to outermost, then writes the
 * bytes.
 * @param {Field[]} fields
 */
function write(fields) {
  /** @type {number[][]} pieces in reverse order */
  const pieces = []
  let length = 0
  /** @param {number[] | Uint8Array} piece */
  const put = (piece) => {
    pieces.push(/** @type {number[]} */ (piece))
    length += piece.length
  }
  /** @type {{ fields: Field[], at: number, head: Field | null, before: number }[]} */
  const stack = [{ fields, at: fields.length - 1, head: null, before: 0 }]
  while (stack.length > 0) {
    const top = /** @type {typeof stack[number]} */ (stack.at(-1))
    const field = top.fields[top.at--]
    if (field === undefined) {
      stack.pop()
      if (top.head !== null) put([...varintBytes(tagOf(top.head)), ...varintBytes(BigInt(length - top.before))])
      continue
    }
    const { content } = field
    if (Array.isArray(content)) stack.push({ fields: content, at: content.length - 1, head: field, before: length })
    else if (typeof content === 'bigint') put([...varintBytes(tagOf(field)), ...varintBytes(content)])
    else {
      put(content)
      put([...varintBytes(tagOf(field)), ...(field.wire === 2 ? varintBytes(BigInt(content.length)) : [])])
    }
    if (length > 2 ** 25) break
  }
  const bytes = new Uint8Array(length)
  for (const piece of pieces) {
    length -= piece.length
    bytes.set(piece, length)
  }
  return bytes
}

/** @param {Field} field */
const tagOf = ({ number, wire }) => BigInt(number * 8 + wire)

/** @param {bigint} value */
function varintBytes(value) {
  const bytes = []
  for (; value > 127n; value >>= 7n) bytes.push(Number(value & 127n) | 128)
  return [...bytes, Number(value)]
}
