import { spawn } from 'node:child_process'

/**
 * Opens the address in the person's browser; does nothing where there is no way to.
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
  // The address is printed as well, so a system without a browser is no error.
  child.on('error', () => {})
  child.unref()
}
