import { asObject, asString, get } from '../shared/json-value.ts'
import type { Dialect } from './layers/layer.ts'

/** Parses `3.15.1` or `2.3.0-tf`; `major` is assumed when the file states no version. */
export function dialectOf(version: string | null, major: number): Dialect {
  const stated = statedMajor(version)
  return { major: stated ?? major, version: version ?? '', writer: 'keras' }
}

/**
 * The dialect of a configuration that states no version, from its form and the version that its weights state. Weights
 * may have been saved by another Keras, so their version counts only if the form agrees. `fallback` is the major version
 * if neither reveals it.
 */
export function dialectFrom(config: unknown, weightsVersion: string | null, fallback: number): Dialect {
  const form = formOf(config)
  const major = statedMajor(weightsVersion)
  const agrees = major !== null && (form === null || form === major)
  return dialectOf(agrees ? weightsVersion : null, form ?? fallback)
}

function statedMajor(version: string | null): number | null {
  const major = /^\s*(\d+)\./.exec(version ?? '')?.[1]
  return major === undefined ? null : Number(major)
}

/** The Keras version whose form the configuration has: 1, 2 or 3; `null` if it could be of several. */
function formOf(config: unknown): number | null {
  if (isKeras3Style(config)) return 3
  if (hasOption(config, ['border_mode', 'nb_filter', 'nb_row', 'inner_init'])) return 1
  return hasOption(config, ['batch_input_shape']) ? 2 : null
}

/** Whether connections, shapes or dtypes are in the form that only Keras 3 writes. */
export function isKeras3Style(config: unknown): boolean {
  return some(config, (object) => {
    const className = asString(get(object, 'class_name'))
    if (className === '__keras_tensor__' || className === 'DTypePolicy') return true
    return className === 'InputLayer' && get(get(object, 'config'), 'batch_shape') !== undefined
  })
}

function hasOption(config: unknown, names: readonly string[]): boolean {
  return some(config, (object) => names.some((name) => Object.hasOwn(asObject(object) ?? {}, name)))
}

/** Whether any object within a configuration passes. Its depth is bounded by the parser. */
function some(value: unknown, passes: (object: unknown) => boolean): boolean {
  if (Array.isArray(value)) return value.some((item) => some(item, passes))
  const object = asObject(value)
  return object !== null && (passes(object) || Object.values(object).some((item) => some(item, passes)))
}
