import { dialectOf } from '../../keras/dialect.ts'
import type { Dialect } from '../../keras/layers/layer.ts'
import { asObject, asString, get, type JsonObject } from '../../shared/json-value.ts'

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

/** Whether connections, shapes or dtypes are in the form that only Keras 3 writes. */
export function isKeras3Style(topology: JsonObject): boolean {
  const found = (value: unknown): boolean => {
    if (Array.isArray(value)) return value.some(found)
    const object = asObject(value)
    if (object === null) return false
    const className = asString(get(object, 'class_name'))
    if (className === '__keras_tensor__' || className === 'DTypePolicy') return true
    if (className === 'InputLayer' && get(get(object, 'config'), 'batch_shape') !== undefined) return true
    return Object.values(object).some(found)
  }
  return found(topology)
}
