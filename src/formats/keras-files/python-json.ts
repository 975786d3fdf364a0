import { EngineError } from '../../base/errors.ts'
import { parseJson } from '../../files/read.ts'
import { asObject, type JsonObject } from '../json-value.ts'
import { PythonFloat } from '../keras-layers/tensor.ts'

/** Texts, and the numbers in which Python's JSON says more than JavaScript's: infinities, NaN, and `2.0` beside `2`. */
const tokens = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g

/** Stands before a float while it is a text. */
const mark = '\u0000float '

/**
 * A Keras configuration: an object in JSON as Python writes it. Infinities are kept, NaN becomes null. Among the arguments of
 * calls (`inbound_nodes`) a whole number that Python wrote as a float becomes a `PythonFloat`. `what` names the text for
 * messages: `model.keras/config.json`. Raises `json-invalid` with line and column, `file-empty`, `model-invalid`.
 */
export function parseConfig(bytes: Uint8Array<ArrayBuffer>, what: string): JsonObject {
  const value = parsePythonJson(bytes, what)
  const object = asObject(value)
  if (object !== null) return object
  throw new EngineError(
    'model-invalid',
    `${what} should hold the configuration of a Keras model, an object; it holds ${Array.isArray(value) ? 'a list' : `the value ${JSON.stringify(value)}`}.`,
    'Save the model again.',
  )
}

/** The same for any value. */
export function parsePythonJson(bytes: Uint8Array<ArrayBuffer>, what: string, signal?: AbortSignal): unknown {
  return lenient(bytes) ?? parseJson(bytes, what, signal)
}

function lenient(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes)
  const floats = text.includes('inbound_nodes')
  if (!floats && !/Infinity|NaN/.test(text)) return undefined
  const standard = text.replace(tokens, (token) => {
    if (token.startsWith('"')) return token
    if (token === 'NaN') return 'null'
    if (token.endsWith('Infinity')) return token.startsWith('-') ? '-1e999' : '1e999'
    return floats && /[.eE]/.test(token) && Number.isInteger(Number(token)) ? JSON.stringify(mark + token) : token
  })
  try {
    return settled(JSON.parse(standard), false)
  } catch {
    return undefined
  }
}

/** The value with its floats in place of their texts. */
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
