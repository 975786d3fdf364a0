import { afterEach, expect, it, vi } from 'vitest'
import { startFailure } from './start-failure.ts'

const url = 'https://host.example/app/assets/backend-1a2b.wasm'
const thrown = { message: 'Make sure the server can serve the `.wasm` file' }
const emptyModule = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0])

afterEach(() => {
  vi.unstubAllGlobals()
})

const answers: readonly { title: string; fetch: () => Promise<Response>; words: string | RegExp }[] = [
  {
    title: 'a missing file',
    fetch: async () => new Response('', { status: 404 }),
    words: 'the server answered 404 for backend-1a2b.wasm',
  },
  {
    title: 'a page in place of the file',
    fetch: async () => new Response('<!doctype html>'),
    words: /^backend-1a2b\.wasm could not be loaded: .*magic word/,
  },
  {
    title: 'no network',
    fetch: () => Promise.reject(new TypeError('Failed to fetch')),
    words: 'backend-1a2b.wasm could not be loaded: Failed to fetch',
  },
  { title: 'a sound file', fetch: async () => new Response(emptyModule), words: thrown.message },
]

it.each(answers)('names $title', async ({ fetch, words }) => {
  vi.stubGlobal('fetch', fetch)
  expect(await startFailure(thrown, url)).toMatch(words)
})

it('makes no request in Node, where the binaries are files', async () => {
  expect(await startFailure(thrown, undefined)).toBe(thrown.message)
})
