import { join } from 'node:path'
import { build } from 'vite'
import { root } from '../run.mjs'
import { listen, staticServer } from '../static-server.mjs'

/**
 * Builds and serves a page of the tools: by default that of the benchmarks, whose worker holds both the engine and
 * plain TensorFlow.js.
 * @param {string} folder where the build goes
 * @param {string} source the folder of the page
 * @param {() => any[]} plugins of Vite, for its worker
 * @returns {Promise<{ url: string, close: () => void }>}
 */
export async function servePage(folder, source = 'scripts/bench/page', plugins = () => []) {
  await build({
    configFile: false,
    root: join(root, source),
    base: './',
    logLevel: 'error',
    worker: { format: 'es', plugins },
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
