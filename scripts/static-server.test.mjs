import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { headers } from './headers.mjs'
import { listen, staticServer } from './static-server.mjs'

/** @type {string} */
let around
/** @type {string} */
let folder
/** @type {import('node:http').Server} */
let server
let port = 0

beforeAll(async () => {
  around = await mkdtemp(join(tmpdir(), 'static-server-'))
  folder = join(around, 'site')
  await mkdir(folder)
  await writeFile(join(folder, 'index.html'), '<!doctype html>')
  await writeFile(join(folder, 'a.wasm'), new Uint8Array(1000))
  await writeFile(join(around, 'outside.txt'), 'outside')
  server = staticServer(folder)
  port = await listen(server, 20_000 + Math.floor(Math.random() * 20_000), true)
})

afterAll(async () => {
  server.close()
  await rm(around, { recursive: true })
})

/**
 * The status of a request with an unnormalised path, which `fetch` cannot send.
 * @param {string} path
 * @param {string} [method]
 * @returns {Promise<number | undefined>}
 */
function statusOf(path, method = 'GET') {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, path, method }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
}

describe('staticServer', () => {
  it('serves the page isolated and with its policy', async () => {
    const response = await fetch(`http://127.0.0.1:${port}/?sample=photo`)
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(response.headers.get('cross-origin-opener-policy')).toBe('same-origin')
    expect(response.headers.get('cross-origin-embedder-policy')).toBe('require-corp')
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('compresses Wasm, with its type, and answers a repeated request with 304', async () => {
    const url = `http://127.0.0.1:${port}/a.wasm`
    const response = await fetch(url, { headers: { 'Accept-Encoding': 'br' } })
    expect(response.headers.get('content-type')).toBe('application/wasm')
    expect(response.headers.get('content-encoding')).toBe('br')
    expect((await response.arrayBuffer()).byteLength).toBe(1000)
    const again = await fetch(url, { headers: { 'If-None-Match': response.headers.get('etag') ?? '' } })
    expect(again.status).toBe(304)
  })

  it('never leaves its folder', async () => {
    expect(await statusOf('/../outside.txt')).toBe(404)
    expect(await statusOf('/%2e%2e/outside.txt')).toBe(404)
    expect(await statusOf('/..%2foutside.txt')).toBe(404)
    expect(await statusOf('/%')).toBe(404)
    expect(await statusOf('/nothing.js')).toBe(404)
  })

  it.each(['POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'])('refuses %s', async (method) => {
    expect(await statusOf('/index.html', method)).toBe(405)
    expect(await statusOf('/nothing', method)).toBe(405)
  })

  it('answers HEAD', async () => {
    expect(await statusOf('/index.html', 'HEAD')).toBe(200)
  })

  it('takes the next port when one is in use', async () => {
    const second = staticServer(folder)
    expect(await listen(second, port, true)).toBeGreaterThan(port)
    second.close()
    await expect(listen(staticServer(folder), port, false)).rejects.toThrow('EADDRINUSE')
  })
})

it('sends the headers listed in the README', async () => {
  const readme = await readFile(new URL('../README.md', import.meta.url), 'utf8')
  const told = [...readme.matchAll(/add_header (\S+) (?:"([^"]+)"|(\S+)) always;/g)].map(
    ([, name = '', quoted, plain]) => [name, quoted ?? plain],
  )
  expect(Object.fromEntries(told)).toEqual(headers)
})
