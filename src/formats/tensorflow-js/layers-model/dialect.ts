import { dialectOf, isKeras3Style } from '../../keras/dialect.ts'
import type { Dialect } from '../../keras/layers/layer.ts'
import { asString, get, type JsonObject } from '../../shared/json-value.ts'

/**
 * Which Keras the topology follows. tfjs-layers follows Keras 2 with a few differences; a converter keeps what Keras
 * wrote. A Keras 3 style topology counts as Keras 3, whatever version it states.
 */
export function readDialect(root: JsonObject, topology: JsonObject): Dialect {
  const stated = asString(get(topology, 'keras_version', 'kerasVersion')) ?? ''
  const generated = asString(get(root, 'generatedBy')) ?? ''
  if (/tfjs|TensorFlow\.js/i.test(stated) || (stated === '' && /tfjs|TensorFlow\.js/i.test(generated)))
    return { major: 2, version: '', writer: 'tfjs' }
  const version = stated === '' ? (/keras v?(\d[\w.-]*)/i.exec(generated)?.[1] ?? null) : stated
  const dialect = dialectOf(version, 2)
  return dialect.major < 3 && isKeras3Style(topology) ? { ...dialect, major: 3 } : dialect
}
