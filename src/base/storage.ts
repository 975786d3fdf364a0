/** Storage for small settings. If the user forbids it (blocked cookies), every access throws, and nothing is stored. */

type Area = 'localStorage' | 'sessionStorage'

/** The text stored under `key`; `null` if there is none or storage is forbidden. */
export function recall(area: Area, key: string): string | null {
  try {
    return globalThis[area].getItem(key)
  } catch {
    return null
  }
}

/** Stores `text` under `key`. False if storage is forbidden or full. */
export function keep(area: Area, key: string, text: string): boolean {
  try {
    globalThis[area].setItem(key, text)
    return true
  } catch {
    return false
  }
}
