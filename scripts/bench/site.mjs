import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'

/**
 * Builds and serves the benchmark page, whose worker holds both the engine and plain TensorFlow.js.
 * @param {string} folder where the build goes
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function servePage(folder) {
  await build({
    configFile: false,
    root: join(root, 'scripts/bench/page'),
    base: './',
    logLevel: 'error',
    worker: { format: 'es' },
    build: { outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, chunkSizeWarningLimit: 5000 },
  })
  return serve(folder)
}

/**
 * @param {string} folder
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function serve(folder) {
  const server = staticServer(folder)
  const port = await listen(server, 4300, true)
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => {
      server.close()
      server.closeAllConnections()
    },
  }
}
