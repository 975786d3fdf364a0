/** Fails when what the first paint needs is over the limit, or holds any of TensorFlow.js. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { root } from './run.mjs'
import { entryGraph } from './vite/entry-graph.mjs'

const limit = 150 * 1024
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
console.log(`${kilobytes(total).padStart(9)}  in all, compressed by gzip; the limit is ${kilobytes(limit)}`)

const carriers = rows.filter(({ tfjs }) => tfjs).map(({ path }) => path)
if (carriers.length > 0) console.error(`TensorFlow.js is in what the first paint needs: ${carriers.join(', ')}`)
if (total > limit) console.error('Over the limit: load what the first paint does not need by import().')
process.exitCode = carriers.length > 0 || total > limit ? 1 : 0
