import { spawn } from 'node:child_process'

/**
 * Opens the address in the default browser; does nothing if that is impossible.
 * @param {string} url
 */
export function openBrowser(url) {
  const [command, args] =
    process.platform === 'darwin'
      ? ['open', [url]]
      : process.platform === 'win32'
        ? ['cmd.exe', ['/c', 'start', '', url]]
        : ['xdg-open', [url]]
  const child = spawn(command, args, { stdio: 'ignore', detached: true })
  // The address is printed too, so a missing browser is not an error.
  child.on('error', () => {})
  child.unref()
}
