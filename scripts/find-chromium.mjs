/** `node scripts/find-chromium.mjs`: prints the path of the Chromium for the end-to-end tests. */
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { argv, env, getuid, platform } from 'node:process'
import { fileURLToPath } from 'node:url'
import { run, runModule } from './run.mjs'

const shell = 'chromium-headless-shell'

/** The headless shell first: the same engine without a window around the page, which halves the time of a test. */
const onPath = [
  shell,
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge',
]

/** @returns {string[]} install locations besides PATH */
function usualPlaces() {
  if (platform === 'darwin') {
    return ['Chromium', 'Google Chrome', 'Microsoft Edge'].flatMap((name) =>
      ['/Applications', join(env.HOME ?? '', 'Applications')].map(
        (folder) => `${folder}/${name}.app/Contents/MacOS/${name}`,
      ),
    )
  }
  if (platform === 'win32') {
    const folders = [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA].filter(
      (folder) => folder !== undefined,
    )
    const files = [
      'Chromium/Application/chrome.exe',
      'Google/Chrome/Application/chrome.exe',
      'Microsoft/Edge/Application/msedge.exe',
    ]
    return folders.flatMap((folder) => files.map((file) => join(folder, file)))
  }
  return []
}

/** @returns {string[]} */
function candidates() {
  const suffix = platform === 'win32' ? '.exe' : ''
  const folders = (env.PATH ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...onPath.flatMap((name) => folders.map((folder) => join(folder, name + suffix))), ...usualPlaces()]
}

/**
 * Whether it starts: some distributions install a script that only names another package.
 * @param {string} path
 */
function works(path) {
  if (!existsSync(path)) return false
  // On Windows `--version` opens a window instead.
  if (platform === 'win32') return true
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 30_000 }).status === 0
}

/** @returns {Promise<string | null>} Playwright's own Chromium, if installed */
async function playwrights() {
  const { chromium } = await import('@playwright/test')
  const path = chromium.executablePath()
  return existsSync(path) ? path : null
}

/**
 * The Chromium to test with: `CHROMIUM_PATH`, an installed one, or Playwright's own.
 * @returns {Promise<string | null>}
 */
export async function findChromium() {
  const named = env.CHROMIUM_PATH
  if (named !== undefined && named !== '') {
    if (existsSync(named)) return named
    throw new Error(`CHROMIUM_PATH names a file that does not exist: ${named}`)
  }
  return candidates().find(works) ?? (await playwrights())
}

/** Only Debian: Ubuntu's `chromium` package wraps a snap, which cannot be installed in containers. */
function isDebian() {
  try {
    return /^ID=debian$/m.test(readFileSync('/etc/os-release', 'utf8'))
  } catch {
    return false
  }
}

function canInstallFromDebian() {
  return getuid?.() === 0 && isDebian()
}

/** A machine without a network must not wait for minutes. */
const aptOptions = ['-o', 'Acquire::http::Timeout=20', '-o', 'Acquire::Retries=1']

/** @returns {Promise<boolean>} */
async function installFromDebian() {
  if (!canInstallFromDebian()) return false
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', [...aptOptions, 'update'])
  return (
    (await run('apt-get', [...aptOptions, 'install', '-y', '--no-install-recommends', 'chromium', shell], { env })) ===
    0
  )
}

/** Playwright's own build, wherever Debian's packages cannot be installed. */
async function installPlaywrights() {
  const withSystemLibraries = platform === 'linux' && getuid?.() === 0 ? ['--with-deps'] : []
  await runModule('@playwright/test/cli.js', ['install', ...withSystemLibraries, 'chromium'])
}

/**
 * Installs what is missing. On Debian that includes the headless shell beside an installed Chromium.
 * @returns {Promise<string>}
 * @throws {Error} if none is found and none could be installed
 */
export async function ensureChromium() {
  const found = await findChromium()
  if (found !== null && (env.CHROMIUM_PATH || found.endsWith(shell))) return found
  if (found === null || canInstallFromDebian()) console.log('Installing a Chromium for the end-to-end tests …')
  if (!(await installFromDebian()) && found === null) await installPlaywrights()
  const installed = await findChromium()
  if (installed !== null) return installed
  throw new Error(
    'No Chromium was found, and none could be installed. Install Chromium or Chrome, or set CHROMIUM_PATH to its executable.',
  )
}

if (argv[1] === fileURLToPath(import.meta.url)) console.log((await findChromium()) ?? 'none')
