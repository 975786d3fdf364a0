import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile, stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { extname, join, normalize, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { headers } from './headers.mjs'

/** @type {Readonly<Record<string, string>>} */
const mimeTypes = {
  '.bin': 'application/octet-stream',
  '.css': 'text/css; charset=utf-8',
  '.csv': 'text/csv; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.jpeg': 'image/jpeg',
  '.jpg': 'image/jpeg',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.npy': 'application/octet-stream',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.wasm': 'application/wasm',
  '.webmanifest': 'application/manifest+json',
  '.webp': 'image/webp',
  '.woff2': 'font/woff2',
}

const compressible = /^(text\/|application\/(json|wasm|manifest\+json)|image\/svg)/

const brotli = (/** @type {Buffer} */ bytes) =>
  promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 5 } })
const encoders = { br: brotli, gzip: promisify(gzip) }

/**
 * The requested file, always inside `folder`; `null` for a path that leads outside or cannot be decoded.
 * @param {string} folder
 * @param {string} url
 */
function resolve(folder, url) {
  try {
    const path = decodeURIComponent(new URL(url, 'http://localhost').pathname)
    const file = normalize(join(folder, path.endsWith('/') ? `${path}index.html` : path))
    return file.startsWith(folder + sep) && !file.includes('\0') ? file : null
  } catch {
    return null
  }
}

/**
 * Serves the files in `folder` to GET and HEAD; compresses text and Wasm once and caches the result.
 * @param {string} folder absolute
 * @param {Readonly<Record<string, string>>} [always] headers of every response
 */
export function staticServer(folder, always = headers) {
  /** @type {Map<string, Promise<Buffer>>} */
  const compressed = new Map()
  const base = normalize(folder)

  return createServer(async (request, response) => {
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { ...always, Allow: 'GET, HEAD', 'Content-Type': 'text/plain' })
      response.end('Method not allowed\n')
      return
    }
    const url = request.url ?? '/'
    const file = resolve(base, url)
    const info = file === null ? null : await stat(file).catch(() => null)
    if (file === null || info?.isFile() !== true) {
      response.writeHead(404, { ...always, 'Content-Type': 'text/plain' }).end('Not found\n')
      return
    }
    const type = mimeTypes[extname(file).toLowerCase()] ?? 'application/octet-stream'
    const etag = `"${createHash('sha256').update(`${file}:${info.size}:${info.mtimeMs}`).digest('base64url').slice(0, 22)}"`
    const own = {
      ...always,
      'Content-Type': type,
      ETag: etag,
      // Names of files under assets/ contain a hash of their content.
      'Cache-Control': file.startsWith(join(base, 'assets')) ? 'public, max-age=31536000, immutable' : 'no-cache',
      Vary: 'Accept-Encoding',
    }
    if (request.headers['if-none-match'] === etag) {
      response.writeHead(304, own).end()
      return
    }
    const accepted = String(request.headers['accept-encoding'] ?? '')
    const encoding = accepted.includes('br') ? 'br' : accepted.includes('gzip') ? 'gzip' : null
    if (encoding === null || !compressible.test(type)) {
      response.writeHead(200, { ...own, 'Content-Length': info.size })
      if (request.method === 'HEAD') response.end()
      else
        createReadStream(file)
          .on('error', () => response.destroy())
          .pipe(response)
      return
    }
    const key = `${etag}${encoding}`
    const pending = compressed.get(key) ?? readFile(file).then(encoders[encoding])
    compressed.set(key, pending)
    const body = await pending.catch(() => null)
    if (body === null) {
      compressed.delete(key)
      response.writeHead(500, always).end()
      return
    }
    response.writeHead(200, { ...own, 'Content-Encoding': encoding, 'Content-Length': body.length })
    response.end(request.method === 'HEAD' ? undefined : body)
  })
}

/**
 * Listens on 127.0.0.1 at `port`, or at the next free port if `search` is set.
 * @param {import('node:http').Server} server
 * @param {number} port
 * @param {boolean} search
 * @returns {Promise<number>} the port it listens on
 */
export function listen(server, port, search) {
  return new Promise((resolvePort, reject) => {
    const onError = (/** @type {NodeJS.ErrnoException} */ error) => {
      if (error.code === 'EADDRINUSE' && search && port < 65_535) resolvePort(listen(server, port + 1, search))
      else reject(error)
    }
    server.once('error', onError)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', onError)
      resolvePort(port)
    })
  })
}
