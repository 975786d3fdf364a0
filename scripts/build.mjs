import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { root, runModule } from './run.mjs'

const sources = [
  'src',
  'public',
  'scripts/vite',
  'scripts/headers.mjs',
  'index.html',
  'vite.config.ts',
  'package-lock.json',
]

/**
 * The newest modification under a path, ms since 1970; 0 if it is empty.
 * @param {string} path
 * @returns {number}
 */
function newest(path) {
  const info = statSync(path, { throwIfNoEntry: false })
  if (info === undefined) return 0
  if (!info.isDirectory()) return info.mtimeMs
  return Math.max(info.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

function isStale() {
  // A build writes the service worker last.
  const built = newest(join(root, 'dist', 'sw.js'))
  return built === 0 || sources.some((source) => newest(join(root, source)) > built)
}

/** Builds into `dist` if something changed since the last build. Ends the process if that fails. */
export async function ensureBuilt() {
  if (!isStale()) return
  console.log('Building …')
  // A process that has used Vite's server is in development mode, which a build would inherit.
  const env = { NODE_ENV: 'production' }
  const code = await runModule('vite/bin/vite.js', ['build', '--logLevel', 'warn'], { env })
  if (code === 0) return
  console.error('The build failed; see the messages above.')
  process.exit(1)
}
