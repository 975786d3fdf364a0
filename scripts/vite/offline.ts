import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build, type Plugin } from 'vite'
import type { AppFile } from '../../src/sw/messages.ts'
import { headers } from '../headers.mjs'
import { entryGraph } from './entry-graph.mjs'

const entry = fileURLToPath(new URL('../../src/sw/worker.ts', import.meta.url))

/**
 * Builds the service worker after everything else, as `sw.js` at the top of the output, with the list of all files, the
 * hashes of their contents, and the headers to serve them with.
 */
export function offline(): Plugin {
  let outDir = ''
  return {
    name: 'glassbox:offline',
    apply: 'build',
    configResolved(config) {
      outDir = resolve(config.root, config.build.outDir)
    },
    writeBundle: {
      sequential: true,
      async handler() {
        const files = listFiles(outDir)
        const version = createHash('sha256')
          .update(JSON.stringify([files, headers]))
          .digest('hex')
          .slice(0, 16)
        await build({
          configFile: false,
          logLevel: 'warn',
          define: {
            __APP_FILES__: JSON.stringify(files),
            __APP_HEADERS__: JSON.stringify(headers),
            __APP_VERSION__: JSON.stringify(version),
          },
          build: {
            outDir,
            emptyOutDir: false,
            copyPublicDir: false,
            // A classic script: some browsers do not support module service workers.
            lib: { entry, formats: ['iife'], name: 'serviceWorker', fileName: () => 'sw.js' },
          },
        })
      },
    },
  }
}

function listFiles(outDir: string): AppFile[] {
  const shell = new Set(entryGraph(outDir))
  return readdirSync(outDir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(outDir, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => path !== 'sw.js')
    .sort()
    .map((path) => {
      const bytes = readFileSync(join(outDir, path))
      return {
        path,
        hash: `sha256-${createHash('sha256').update(bytes).digest('base64')}`,
        bytes: bytes.length,
        group: shell.has(path) ? 'shell' : path.startsWith('samples/') ? 'sample' : 'app',
      }
    })
}
