/** What a JSON file reveals without being parsed. */
export interface Outline {
  readonly root: 'object' | 'array'
  /** Keys of the root object, or of the first object in a root array. */
  readonly keys: ReadonlySet<string>
  /** Short text values of the root object, by key. */
  readonly texts: ReadonlyMap<string, string>
  /** Keys of `modelTopology`. */
  readonly topology: ReadonlySet<string>
  /** `weightsManifest[].paths[]`; in a root array `[].paths[]`. */
  readonly paths: readonly string[]
}

const quote = 0x22
const backslash = 0x5c
/** Longer texts are irrelevant here. */
const longest = 1024

/** Scans JSON bytes piece by piece and keeps only the outline. Does not validate the JSON. */
export class JsonScanner {
  done = false
  readonly #open: ('{' | '[')[] = []
  readonly #path: string[] = []
  readonly #keys = new Set<string>()
  readonly #texts = new Map<string, string>()
  readonly #topology = new Set<string>()
  readonly #paths: string[] = []
  readonly #text = new Uint8Array(longest)
  #root: 'object' | 'array' | null = null
  #length = 0
  #inString = false
  #escaped = false
  #wantsKey = false
  #objects = 0

  push(bytes: Uint8Array): void {
    for (let i = 0; i < bytes.length && !this.done; i++) {
      const byte = bytes[i] ?? 0
      if (this.#inString) this.#stringByte(byte)
      else this.#byte(byte)
    }
  }

  outline(): Outline | null {
    if (this.#root === null) return null
    return { root: this.#root, keys: this.#keys, texts: this.#texts, topology: this.#topology, paths: this.#paths }
  }

  #stringByte(byte: number): void {
    if (this.#escaped) this.#escaped = false
    else if (byte === backslash) this.#escaped = true
    else if (byte === quote) {
      this.#inString = false
      if (this.#open.length <= 4) this.#endString()
      return
    }
    if (this.#length < longest) this.#text[this.#length++] = byte
  }

  #byte(byte: number): void {
    if (this.#root === null) this.#begin(byte)
    else if (byte === quote) {
      this.#inString = true
      this.#length = 0
    } else if (byte === 0x7b) this.#descend('{')
    else if (byte === 0x5b) this.#descend('[')
    else if (byte === 0x7d || byte === 0x5d) this.#ascend()
    else if (byte === 0x2c) this.#wantsKey = this.#open.at(-1) === '{'
    else if (this.#root === 'array' && this.#open.length === 1 && byte > 0x20) this.done = true
  }

  /** Whitespace and a byte order mark may precede the first bracket; anything else is not a model's JSON. */
  #begin(byte: number): void {
    if (byte === 0x7b || byte === 0x5b) {
      this.#root = byte === 0x7b ? 'object' : 'array'
      this.#descend(byte === 0x7b ? '{' : '[')
    } else if (byte > 0x20 && byte !== 0xef && byte !== 0xbb && byte !== 0xbf) this.done = true
  }

  #descend(kind: '{' | '['): void {
    if (this.#root === 'array' && this.#open.length === 1) {
      if (kind === '[') this.done = true
      this.#objects++
    }
    this.#open.push(kind)
    this.#path.push('')
    this.#wantsKey = kind === '{'
  }

  #ascend(): void {
    this.#open.pop()
    this.#path.pop()
    this.#wantsKey = false
    if (this.#open.length === 0) this.done = true
    if (this.#root === 'array' && this.#open.length === 1 && !this.#keys.has('paths')) this.done = true
  }

  #endString(): void {
    const text = decodeEscapes(new TextDecoder().decode(this.#text.subarray(0, this.#length)))
    const depth = this.#open.length
    const [first, , third] = this.#path
    if (this.#open.at(-1) === '{' && this.#wantsKey) {
      this.#wantsKey = false
      this.#path[depth - 1] = text
      if (this.#root === 'object' && depth === 1) this.#keys.add(text)
      else if (this.#root === 'array' && depth === 2 && this.#objects === 1) this.#keys.add(text)
      else if (this.#root === 'object' && depth === 2 && first === 'modelTopology') this.#topology.add(text)
    } else if (this.#root === 'object' && depth === 1) this.#texts.set(first ?? '', text)
    else if (this.#root === 'object' && depth === 4 && first === 'weightsManifest' && third === 'paths')
      this.#paths.push(text)
    else if (this.#root === 'array' && depth === 3 && this.#path[1] === 'paths') this.#paths.push(text)
  }
}

function decodeEscapes(text: string): string {
  if (!text.includes('\\')) return text
  try {
    return String(JSON.parse(`"${text}"`))
  } catch {
    return text
  }
}
