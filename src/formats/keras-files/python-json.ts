import { EngineError } from '../../base/errors.ts'
import { parseJson } from '../../files/read.ts'
import { asObject, type JsonObject } from '../json-value.ts'

/** Python writes infinities and NaN into JSON, which has neither; they stand in configurations that clip or mask. */
const bare = /"(?:[^"\\]|\\.)*"|-?Infinity|NaN/g

/**
 * A Keras configuration: an object in JSON as Python writes it. Infinities are kept, NaN becomes null. `what` names the
 * text for messages: `model.keras/config.json`. Raises `json-invalid` with line and column, `file-empty`, `model-invalid`.
 */
export function parseConfig(bytes: Uint8Array<ArrayBuffer>, what: string): JsonObject {
  const value = lenient(bytes) ?? parseJson(bytes, what)
  const object = asObject(value)
  if (object !== null) return object
  throw new EngineError(
    'model-invalid',
    `${what} should hold the configuration of a Keras model, an object; it holds ${Array.isArray(value) ? 'a list' : `the value ${JSON.stringify(value)}`}.`,
    'Save the model again.',
  )
}

function lenient(bytes: Uint8Array): unknown {
  const text = new TextDecoder().decode(bytes)
  if (!/Infinity|NaN/.test(text)) return undefined
  const standard = text.replace(bare, (token) =>
    token === 'NaN' ? 'null' : token === 'Infinity' ? '1e999' : token === '-Infinity' ? '-1e999' : token,
  )
  try {
    return JSON.parse(standard)
  } catch {
    return undefined
  }
}
