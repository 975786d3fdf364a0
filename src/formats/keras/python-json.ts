import { EngineError } from '../../base/errors.ts'
import { checkNesting, parseJson } from '../../files/read.ts'
import { asObject, type JsonObject } from '../shared/json-value.ts'
import { PythonFloat } from './layers/tensor.ts'

/** The numbers that Python's JSON distinguishes and JavaScript's does not: infinities, NaN, and `2.0` as opposed to `2`. */
const numbers = /-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Prefix that marks a float while it is encoded as a text. */
const mark = '\u0000float '

/**
 * Parses a Keras configuration: a JSON object as Python writes it. Keeps infinities; NaN becomes null. In call
 * arguments (`inbound_nodes`), an integral float becomes a `PythonFloat`. `what` names the text in messages:
 * `model.keras/config.json`. Raises `json-invalid` with line and column, `file-empty`, `model-invalid`.
 */
export function parseConfig(bytes: Uint8Array<ArrayBuffer>, what: string): JsonObject {
  const value = parsePythonJson(bytes, what)
  const object = asObject(value)
  if (object !== null) return object
  throw new EngineError(
    'model-invalid',
    `${what} should hold a Keras model configuration, an object; it holds ${Array.isArray(value) ? 'a list' : `the value ${JSON.stringify(value)}`}.`,
    'Save the model again.',
  )
}

/** The same for any JSON value. Raises `json-invalid`, `json-too-large`, `file-empty`. */
export function parsePythonJson(bytes: Uint8Array<ArrayBuffer>, what: string, signal?: AbortSignal): unknown {
  checkNesting(bytes, what)
  return lenient(bytes) ?? parseJson(bytes, what, signal)
}

function lenient(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes)
  try {
    const floats = callsHold(text, /[[,:]\s*-?\d+(?:\.|[eE])/)
    if (!floats && !/Infinity|NaN/.test(text)) return undefined
    const standardNumber = (token: string) => {
      if (token === 'NaN') return 'null'
      if (token.endsWith('Infinity')) return token.startsWith('-') ? '-1e999' : '1e999'
      return floats && /[.eE]/.test(token) && Number.isInteger(Number(token)) ? JSON.stringify(mark + token) : token
    }
    const standard = outsideTexts(text, (part) => part.replace(numbers, standardNumber))
    return settled(JSON.parse(standard), false)
  } catch {
    return undefined
  }
}

/** Changes everything but the texts. A regular expression that matches a text would need stack for each of its letters. */
function outsideTexts(text: string, change: (part: string) => string): string {
  const parts: string[] = []
  let at = 0
  for (let opening = text.indexOf('"'); opening >= 0; opening = text.indexOf('"', at)) {
    const closing = closingQuote(text, opening)
    const end = closing < 0 ? text.length : closing + 1
    parts.push(change(text.slice(at, opening)), text.slice(opening, end))
    at = end
  }
  return parts.join('') + change(text.slice(at))
}

const calls = '"inbound_nodes"'

/** Whether any call's arguments match: few contain floats, and marking all floats takes longer than parsing. */
function callsHold(text: string, pattern: RegExp): boolean {
  for (let start = text.indexOf(calls); start >= 0; ) {
    const end = valueEnd(text, start + calls.length)
    if (pattern.test(text.slice(start + calls.length, end))) return true
    start = text.indexOf(calls, end)
  }
  return false
}

/**
 * The end of the list or object that starts here, ignoring brackets inside texts; the end of the text if it is
 * unclosed.
 */
function valueEnd(text: string, start: number): number {
  let depth = 0
  for (let i = start; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code === 0x22) {
      i = closingQuote(text, i)
      if (i < 0) break
    } else if (code === 0x5b || code === 0x7b) depth++
    else if ((code === 0x5d || code === 0x7d) && --depth <= 0) return i + 1
  }
  return text.length
}

function closingQuote(text: string, opening: number): number {
  let end = text.indexOf('"', opening + 1)
  while (end >= 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1)
  return end
}

function isEscaped(text: string, at: number): boolean {
  let slashes = 0
  while (text.charCodeAt(at - 1 - slashes) === 0x5c) slashes++
  return slashes % 2 === 1
}

/** The value with encoded floats restored. */
function settled(value: unknown, inCall: boolean): unknown {
  if (typeof value === 'string') {
    if (!value.startsWith(mark)) return value
    const number = Number(value.slice(mark.length))
    return inCall ? new PythonFloat(number) : number
  }
  if (Array.isArray(value)) return value.map((item) => settled(item, inCall))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, settled(item, inCall || key === 'inbound_nodes')]),
  )
}
