import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { AppFile } from './messages.ts'
import { Store } from './store.ts'

const scope = 'https://glassbox.example/app/'

/** The part of `CacheStorage` that is used, in memory. */
class MemoryCaches {
  readonly all = new Map<string, Map<string, Response>>()

  async open(name: string) {
    const entries = this.all.get(name) ?? new Map<string, Response>()
    this.all.set(name, entries)
    return {
      match: async (url: string) => entries.get(url)?.clone(),
      put: async (url: string, response: Response) => void entries.set(url, response),
      keys: async () => [...entries.keys()].map((url) => ({ url })),
    }
  }

  async match(url: string) {
    for (const entries of this.all.values()) {
      const found = entries.get(url)
      if (found) return found.clone()
    }
    return undefined
  }

  async keys() {
    return [...this.all.keys()]
  }

  async delete(name: string) {
    return this.all.delete(name)
  }
}

function file(path: string, group: AppFile['group'], hash = `sha256-${path}`): AppFile {
  return { path, hash, bytes: 3, group }
}

const files = [file('index.html', 'shell'), file('assets/cpu-1a.js', 'app'), file('samples/a.bin', 'sample')]

const headers = { 'Cross-Origin-Embedder-Policy': 'require-corp' }

let storage: MemoryCaches
let asked: string[]

beforeEach(() => {
  storage = new MemoryCaches()
  asked = []
  vi.stubGlobal('caches', storage)
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url.slice(scope.length))
    return new Response(`body of ${url}`, { headers: { 'Content-Type': 'text/x', 'Content-Encoding': 'br' } })
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

describe('Store', () => {
  it('finds a file whatever the query, and index.html for the folder', () => {
    const store = new Store('box ', '1', scope, files, headers)
    expect(store.find(`${scope}?sample=photo`)?.path).toBe('index.html')
    expect(store.find(`${scope}assets/cpu-1a.js?tfjsflags=X:1`)?.path).toBe('assets/cpu-1a.js')
    expect(store.find(`${scope}other.js`)).toBeNull()
    expect(store.find('https://glassbox.example/index.html')).toBeNull()
  })

  it('stores everything once, the shell first, the samples last', async () => {
    const store = new Store('box ', '1', scope, files, headers)
    expect(await store.isComplete()).toBe(false)
    await Promise.all([store.complete(), store.complete()])
    expect(asked).toEqual(['index.html', 'assets/cpu-1a.js', 'samples/a.bin'])
    expect(await store.isComplete()).toBe(true)
  })

  it('serves with the headers of the list, and without those of the transfer', async () => {
    const [index] = files
    if (index === undefined) throw new Error('no file')
    const store = new Store('box ', '1', scope, files, headers)
    await store.add(index)
    const response = await store.read(index)
    expect(response?.headers.get('Cross-Origin-Embedder-Policy')).toBe('require-corp')
    expect(response?.headers.get('Content-Type')).toBe('text/x')
    expect(response?.headers.get('Content-Encoding')).toBeNull()
    expect(await response?.text()).toBe(`body of ${scope}index.html`)
  })

  it('takes what has not changed from the version before, then deletes that', async () => {
    await new Store('box ', '1', scope, files, headers).complete()
    asked.length = 0
    const changed = [file('index.html', 'shell', 'sha256-new'), ...files.slice(1)]
    const store = new Store('box ', '2', scope, changed, headers)
    await store.complete()
    expect(asked).toEqual(['index.html'])
    await store.deleteOthers()
    expect(await storage.keys()).toEqual(['box 2'])
  })

  it('leaves the caches of other apps of the origin alone', async () => {
    await storage.open('somebody else')
    await new Store('box ', '1', scope, files, headers).deleteOthers()
    expect(await storage.keys()).toEqual(['somebody else'])
  })

  it('tries again after a failure, and asks only for what is missing', async () => {
    const working = fetch
    vi.stubGlobal('fetch', async (url: string) => {
      if (url.endsWith('a.bin')) throw new TypeError('offline')
      return working(url)
    })
    const store = new Store('box ', '1', scope, files, headers)
    await expect(store.complete()).rejects.toThrow('offline')
    vi.stubGlobal('fetch', working)
    asked.length = 0
    await store.complete()
    expect(asked).toEqual(['samples/a.bin'])
  })

  it('does not store an error page', async () => {
    vi.stubGlobal('fetch', async () => new Response('gone', { status: 404 }))
    const store = new Store('box ', '1', scope, files, headers)
    await expect(store.complete()).rejects.toThrow('index.html: the server answered 404')
  })
})
