import { ascii } from '../../image/formats.ts'

/** The elements of a DICOM file (PS3.5, PS3.10) at its top level, by tag: `0x00280010`. */
export interface DataSet {
  readonly syntax: string
  readonly elements: ReadonlyMap<number, Uint8Array<ArrayBuffer>>
  /** The fragments of compressed pixels; `null` if the pixels are an ordinary element. */
  readonly fragments: readonly Uint8Array<ArrayBuffer>[] | null
}

/** Transfer syntaxes: how the elements, and the pixels in them, are written. */
export const syntaxes = {
  implicit: '1.2.840.10008.1.2',
  explicit: '1.2.840.10008.1.2.1',
  bigEndian: '1.2.840.10008.1.2.2',
  deflated: '1.2.840.10008.1.2.1.99',
} as const

export const pixelData = 0x7fe00010
const syntaxTag = 0x00020010
const item = 0xfffee000
const itemEnd = 0xfffee00d
const sequenceEnd = 0xfffee0dd
const undefinedLength = 0xffffffff
/** Value representations whose length has 32 bits. */
const long = ['OB', 'OD', 'OF', 'OL', 'OV', 'OW', 'SQ', 'SV', 'UC', 'UN', 'UR', 'UT', 'UV']
/** Sequences within sequences. */
const deepest = 32

interface Element {
  readonly tag: number
  readonly length: number
  /** Where its value begins. */
  readonly at: number
}

class Reader {
  readonly #bytes: Uint8Array<ArrayBuffer>
  readonly #view: DataView
  explicit = true

  constructor(bytes: Uint8Array<ArrayBuffer>) {
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  /** `null` at the end of the file. Throws if it ends within the element's head. */
  element(at: number): Element | null {
    if (at + 8 > this.#bytes.length) return null
    const tag = ((this.#view.getUint16(at, true) << 16) | this.#view.getUint16(at + 2, true)) >>> 0
    const delimiter = tag === item || tag === itemEnd || tag === sequenceEnd
    if (!this.explicit || delimiter) return { tag, length: this.#view.getUint32(at + 4, true), at: at + 8 }
    const kind = ascii(this.#bytes, at + 4, at + 6)
    if (!long.includes(kind)) return { tag, length: this.#view.getUint16(at + 6, true), at: at + 8 }
    if (at + 12 > this.#bytes.length) throw new Error('it ends within an element')
    return { tag, length: this.#view.getUint32(at + 8, true), at: at + 12 }
  }

  value({ at, length }: Element): Uint8Array<ArrayBuffer> {
    return this.#bytes.subarray(at, at + length)
  }

  /** The end of an element's value; of a sequence of undefined length, the end of its delimiter. */
  end(element: Element, depth = 0): number {
    if (element.length !== undefinedLength) return element.at + element.length
    if (depth > deepest) throw new Error('its sequences are nested too deeply')
    let { at } = element
    for (;;) {
      const next = this.element(at)
      if (next === null) throw new Error('it ends within a sequence')
      if (next.tag === sequenceEnd || next.tag === itemEnd) return next.at
      at = this.end(next, depth + 1)
    }
  }

  /** The items of compressed pixels without the first, which is a table of offsets. */
  fragments(element: Element): readonly Uint8Array<ArrayBuffer>[] {
    const found: Uint8Array<ArrayBuffer>[] = []
    let { at } = element
    for (;;) {
      const next = this.element(at)
      if (next === null || next.tag !== item) break
      found.push(this.value(next))
      at = next.at + next.length
    }
    return found.slice(1)
  }
}

/** Reads the elements at the top level up to the pixels. Throws if the file is damaged. */
export function readDataSet(bytes: Uint8Array<ArrayBuffer>): DataSet {
  const reader = new Reader(bytes)
  const elements = new Map<number, Uint8Array<ArrayBuffer>>()
  let syntax: string = syntaxes.implicit
  let fragments: readonly Uint8Array<ArrayBuffer>[] | null = null
  for (let at = 132; ; ) {
    // The group 0002 is explicit; the transfer syntax in it applies to what follows.
    const meta = bytes[at] === 2 && bytes[at + 1] === 0
    reader.explicit = meta || syntax !== syntaxes.implicit
    const element = reader.element(at)
    if (element === null) break
    if (element.tag === pixelData) {
      if (element.length === undefinedLength) fragments = reader.fragments(element)
      else elements.set(pixelData, reader.value(element))
      break
    }
    if (element.length !== undefinedLength) elements.set(element.tag, reader.value(element))
    if (element.tag === syntaxTag) syntax = textOf(reader.value(element))
    // Elements of these two are not read as those of the others.
    if (!meta && (syntax === syntaxes.bigEndian || syntax === syntaxes.deflated)) break
    at = reader.end(element)
  }
  return { syntax, elements, fragments }
}

/** A text without its padding. */
export function textOf(value: Uint8Array | undefined): string {
  return value === undefined ? '' : ascii(value.subarray(0, 1024), 0, 1024).replaceAll('\0', '').trim()
}
