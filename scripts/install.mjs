import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root, run } from './run.mjs'

/** @typedef {{ packages: Record<string, { version?: string, optional?: boolean, dev?: boolean }> }} Lockfile */

/**
 * @param {string} path
 * @returns {Lockfile | null}
 */
function readLock(path) {
  try {
    return JSON.parse(readFileSync(join(root, path), 'utf8'))
  } catch {
    return null
  }
}

/**
 * True if every package of the lockfile is in `node_modules` at its exact version; packages for other systems may be
 * missing. Compares content, because file times are meaningless after a checkout.
 */
function isInstalled() {
  const wanted = readLock('package-lock.json')
  const found = readLock('node_modules/.package-lock.json')
  if (wanted === null || found === null) return false
  return Object.entries(wanted.packages).every(([path, { version, optional }]) => {
    if (path === '') return true
    const present = found.packages[path]
    return present === undefined ? optional === true : present.version === version
  })
}

/**
 * @param {...string} args
 * @returns {Promise<number>} npm's exit code
 */
function npm(...args) {
  const path = process.env.npm_execpath
  if (path?.endsWith('.js') === true) return run(process.execPath, [path, ...args])
  return process.platform === 'win32' ? run('cmd.exe', ['/c', 'npm', ...args]) : run('npm', args)
}

/** Installs the packages of the lockfile unless they are installed. Ends the process if that fails. */
export async function ensureInstalled() {
  if (isInstalled()) return
  console.log('Installing packages (npm ci) …')
  if ((await npm('ci', '--loglevel=error')) === 0) return
  // `npm ci` refuses a lockfile that lacks an optional package for another system; versions are exact anyway.
  console.log('Installing packages (npm install --no-save) …')
  if ((await npm('install', '--no-save', '--loglevel=error')) === 0) return
  console.error('The packages could not be installed. This needs the npm registry: check the network and try again.')
  process.exit(1)
}
