/** Vite 8 needs Node 20.19. This file runs before anything is installed, so it imports nothing. */
const required = [20, 19]

/**
 * @param {string} version as in `process.versions.node`
 * @returns {boolean}
 */
function isEnough(version) {
  const [major = 0, minor = 0] = version.split('.').map(Number)
  const [needMajor = 0, needMinor = 0] = required
  return major > needMajor || (major === needMajor && minor >= needMinor)
}

/** Ends the process with a clear message if Node is too old. */
export function requireNode() {
  if (isEnough(process.versions.node)) return
  console.error(`Glassbox needs Node ${required.join('.')} or newer; this is Node ${process.versions.node}.`)
  console.error('Install a current version from https://nodejs.org and run the command again.')
  process.exit(1)
}
