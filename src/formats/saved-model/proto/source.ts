import type { PbfReader } from 'pbf'
import { lengthEnd, textIn } from './message.ts'

/** A node's input: `node`, `node:1`, `^node`; in functions `argument`, `node:output:0`. */
export interface Source {
  readonly node: string
  /** Name of the output; `null` in the main graph, where outputs are numbered. */
  readonly output: string | null
  readonly index: number
  readonly control: boolean
}

const caret = '^'.charCodeAt(0)
const colon = ':'.charCodeAt(0)
const zero = '0'.charCodeAt(0)

/** The source in the current field. */
export function readSource(reader: PbfReader, isFunction: boolean): Source {
  const end = lengthEnd(reader)
  const start = reader.pos
  reader.pos = end
  return sourceIn(reader.buf, start, end, isFunction)
}

/** Parses a source from text. */
export function sourceOf(text: string, isFunction: boolean): Source {
  const bytes = new TextEncoder().encode(text)
  return sourceIn(bytes, 0, bytes.length, isFunction)
}

function sourceIn(bytes: Uint8Array, start: number, end: number, isFunction: boolean): Source {
  if (bytes[start] === caret) return { node: textIn(bytes, start + 1, end), output: null, index: 0, control: true }
  const first = next(bytes, start, end)
  const node = textIn(bytes, start, first)
  if (first === end) return { node, output: null, index: 0, control: false }
  const second = next(bytes, first + 1, end)
  const number = numberIn(bytes, first + 1, second)
  if (!isFunction || number !== null) return { node, output: null, index: number ?? Number.NaN, control: false }
  const output = textIn(bytes, first + 1, second)
  const index = second === end ? 0 : numberIn(bytes, second + 1, next(bytes, second + 1, end))
  return { node, output, index: index ?? Number.NaN, control: false }
}

/** Position of the next colon, or the end. */
function next(bytes: Uint8Array, start: number, end: number): number {
  let place = start
  while (place < end && bytes[place] !== colon) place++
  return place
}

/** `null` if it is not a number. */
function numberIn(bytes: Uint8Array, start: number, end: number): number | null {
  if (start === end) return null
  let number = 0
  for (let i = start; i < end; i++) {
    const digit = (bytes[i] as number) - zero
    if (digit < 0 || digit > 9) return null
    number = number * 10 + digit
  }
  return number
}
