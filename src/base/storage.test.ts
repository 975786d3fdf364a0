import { afterEach, expect, it, vi } from 'vitest'
import { keep, recall } from './storage.ts'

afterEach(() => {
  vi.restoreAllMocks()
  Reflect.deleteProperty(globalThis, 'localStorage')
})

function storage(get: () => unknown): void {
  Object.defineProperty(globalThis, 'localStorage', { configurable: true, get })
}

it('stores and returns a text', () => {
  const kept = new Map<string, string>()
  storage(() => ({
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => kept.set(key, text),
  }))
  expect(recall('localStorage', 'theme')).toBeNull()
  expect(keep('localStorage', 'theme', 'dark')).toBe(true)
  expect(recall('localStorage', 'theme')).toBe('dark')
})

it('stores nothing if the browser forbids storage, as with blocked cookies', () => {
  storage(() => {
    throw new DOMException('The operation is insecure.', 'SecurityError')
  })
  expect(recall('localStorage', 'theme')).toBeNull()
  expect(keep('localStorage', 'theme', 'dark')).toBe(false)
})
