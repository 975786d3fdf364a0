/** Reads untrusted JSON: any value may have any type, and keys are never looked up on a prototype. */

export type JsonObject = Readonly<Record<string, unknown>>

export function asObject(value: unknown): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : null
}

export function asArray(value: unknown): readonly unknown[] | null {
  return Array.isArray(value) ? value : null
}

export function asString(value: unknown): string | null {
  return typeof value === 'string' ? value : null
}

/** A finite number; also accepts numbers written as text (`"-1"`: protobuf's JSON writes int64 so). */
export function asNumber(value: unknown): number | null {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : null
}

/** The first of the keys that the object has with a value other than null. */
export function get(value: unknown, ...keys: readonly string[]): unknown {
  const object = asObject(value)
  if (object === null) return undefined
  for (const key of keys) {
    if (Object.hasOwn(object, key) && object[key] !== null) return object[key]
  }
  return undefined
}

/** The array if it is not empty and holds only strings; else `null`. */
export function asStrings(value: unknown): readonly string[] | null {
  const list = asArray(value)
  if (list === null || list.length === 0) return null
  return list.every((item) => typeof item === 'string') ? (list as readonly string[]) : null
}

/** The array if it is not empty and holds only finite numbers; else `null`. */
export function asNumbers(value: unknown): readonly number[] | null {
  const list = asArray(value)
  if (list === null || list.length === 0) return null
  return list.every((item) => typeof item === 'number' && Number.isFinite(item)) ? (list as readonly number[]) : null
}
