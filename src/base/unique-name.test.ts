import { afterEach, expect, it, vi } from 'vitest'
import { uniqueName } from './unique-name.ts'

afterEach(() => {
  vi.unstubAllGlobals()
})

it('works on plain http pages, which lack randomUUID', () => {
  const { crypto } = globalThis
  vi.stubGlobal('crypto', { getRandomValues: crypto.getRandomValues.bind(crypto) })
  const names = Array.from({ length: 100 }, uniqueName)
  expect(new Set(names).size).toBe(100)
  for (const name of names) expect(name).toMatch(/^\d+(-\d+){3}$/)
})
