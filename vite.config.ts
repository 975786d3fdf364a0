import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { headers, headersWithoutPolicy } from './scripts/headers.mjs'
import { contentPolicy } from './scripts/vite/content-policy.ts'
import { notices } from './scripts/vite/notices.ts'
import { offline } from './scripts/vite/offline.ts'
import { wasmThreads } from './scripts/vite/wasm-threads.ts'

/** Chunks of TensorFlow.js are named after the package that most of them is; most entry files are called `index.js`. */
function chunkName({ name, moduleIds }: { name: string; moduleIds: readonly string[] }): string {
  if (workerChunks.some((chunk) => chunk.name === name)) return 'assets/[name]-[hash].js'
  const counts = new Map<string, number>()
  for (const id of moduleIds) {
    const tfjs = /@tensorflow\/(tfjs-[\w-]+)/.exec(id)?.[1]
    if (tfjs !== undefined) counts.set(tfjs, (counts.get(tfjs) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return `assets/${most?.[0] ?? '[name]'}-[hash].js`
}

/**
 * Without these the bundler makes a chunk for each set of dynamic imports that share a module: the worker would start with twenty
 * files, and a model would take eight, found one after the other. `engine` is what the worker starts with (page-weight.mjs weighs
 * it), `model` what every model needs.
 */
const workerChunks = [
  { name: 'engine', tags: ['$initial' as const], priority: 2 },
  { name: 'model', test: /\/src\/(graph|formats\/(shared|sidecars))\//, priority: 1 },
  { name: 'zip', test: /\/@zip\.js\/|\/src\/files\/(zip|inflate|crc32)/, priority: 1 },
  { name: 'keras', test: /\/src\/formats\/(keras|hdf5)\// },
  { name: 're2', test: /\/re2js\// },
]

const { collect, write } = notices()

export default defineConfig({
  // Relative, so that a build can be hosted under any path.
  base: './',
  plugins: [react(), contentPolicy(), collect(), write(), offline()],
  // No Content-Security-Policy in development: hot reloading needs inline scripts.
  server: { host: '127.0.0.1', headers: headersWithoutPolicy },
  preview: { host: '127.0.0.1', headers },
  worker: {
    format: 'es',
    plugins: () => [wasmThreads(), collect()],
    rolldownOptions: { output: { chunkFileNames: chunkName, codeSplitting: { groups: workerChunks } } },
  },
  build: {
    // Every asset is a file of its own: the policy allows no code from data: URLs, and files are cached by hash.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 1500,
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
})
