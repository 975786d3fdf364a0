type Plain = null | boolean | number | string | readonly Plain[] | { readonly [key: string]: Plain }

/** Data as JSON can hold them: typed arrays as lists, NaN and infinities as `"NaN"`, `"Infinity"`, `"-Infinity"`. */
export function plain(data: unknown): Plain {
  if (typeof data === 'number') return numberOrWord(data)
  if (typeof data === 'string' || typeof data === 'boolean') return data
  if (Array.isArray(data)) return data.map(plain)
  if (ArrayBuffer.isView(data)) return Array.from(data as unknown as ArrayLike<number>, numberOrWord)
  if (typeof data !== 'object' || data === null) return null
  return plainFields(data)
}

export function plainFields(data: object): { readonly [key: string]: Plain } {
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, plain(value)]))
}

/** JSON has no NaN and no infinities. */
export function numberOrWord<T extends number | string>(value: T): T | string {
  return typeof value === 'string' || Number.isFinite(value) ? value : String(value)
}
