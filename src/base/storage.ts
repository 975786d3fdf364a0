/** Storage of small settings. A person may forbid it (blocked cookies); every access then throws, and nothing is kept. */

type Area = 'localStorage' | 'sessionStorage'

/** The text kept under `key`; `null` when there is none, or storage is forbidden. */
export function recall(area: Area, key: string): string | null {
  try {
    return globalThis[area].getItem(key)
  } catch {
    return null
  }
}

/** Keeps `text` under `key`. False when storage is forbidden or full. */
export function keep(area: Area, key: string, text: string): boolean {
  try {
    globalThis[area].setItem(key, text)
    return true
  } catch {
    return false
  }
}
