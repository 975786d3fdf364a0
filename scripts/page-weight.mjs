/**
 * Fails if the first paint exceeds its limit or includes TensorFlow.js, or if the worker's initial JavaScript exceeds
 * its limit.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './run.mjs'
import { entryGraph } from './vite/entry-graph.mjs'

const limit = 150 * 1024
/** Limit of the worker's JavaScript before the first drop, minified, not compressed. */
const workerLimit = 300_000
const weighed = /\.(html|js|css)$/

const dist = join(root, 'dist')
const rows = entryGraph(dist)
  .filter((path) => weighed.test(path))
  .map((path) => {
    const bytes = readFileSync(join(dist, path))
    return { path, gzip: gzipSync(bytes, { level: 9 }).length, tfjs: bytes.includes('registerKernel') }
  })
const total = rows.reduce((sum, { gzip }) => sum + gzip, 0)
const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1024).toFixed(1)} KB`

for (const { path, gzip } of rows) console.log(`${kilobytes(gzip).padStart(9)}  ${path}`)
console.log(`${kilobytes(total).padStart(9)}  in total, gzipped; the limit is ${kilobytes(limit)}`)

const carriers = rows.filter(({ tfjs }) => tfjs).map(({ path }) => path)
if (carriers.length > 0) console.error(`The first paint includes TensorFlow.js: ${carriers.join(', ')}`)
if (total > limit) console.error('Over the limit: load code that the first paint does not need with import().')

const worker = readdirSync(join(dist, 'assets')).find((name) => /^worker-.*\.js$/.test(name))
if (worker === undefined) throw new Error('The build has no worker.')
const workerTotal = entryGraph(dist, `assets/${worker}`).reduce((sum, path) => sum + statSync(join(dist, path)).size, 0)
console.log(
  `${(workerTotal / 1000).toFixed(0)} kB of JavaScript at the worker's start, minified; the limit is ${workerLimit / 1000} kB`,
)
if (workerTotal > workerLimit) console.error('Over the limit: load code that only some files need with import().')
process.exitCode = carriers.length > 0 || total > limit || workerTotal > workerLimit ? 1 : 0
