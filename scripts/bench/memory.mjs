import { readFileSync } from 'node:fs'

/**
 * Resident memory of a process, bytes; 0 when it has ended, `null` where the system has no /proc.
 * @param {number} pid
 */
function resident(pid) {
  try {
    const match = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
    return match === null ? null : Number(match[1]) * 1024
  } catch {
    return null
  }
}

/**
 * Pids of the browser's renderers.
 * @param {import('@playwright/test').Browser} browser
 */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  return processInfo.filter(({ type }) => type === 'renderer').map(({ id }) => id)
}

/**
 * Highest rise of the renderers' resident memory while `work` goes on, sampled every 5 ms; bytes.
 * @template T
 * @param {import('@playwright/test').Browser} browser
 * @param {() => Promise<T>} work
 * @returns {Promise<{ value: T, peak: number | null }>} `peak` is `null` where the system has no /proc
 */
export async function peakMemory(browser, work) {
  const pids = await renderers(browser)
  const total = () =>
    pids
      .map(resident)
      .reduce((/** @type {number | null} */ sum, rss) => (sum === null || rss === null ? null : sum + rss), 0)
  const before = total()
  let peak = before
  const timer = setInterval(() => {
    const now = total()
    if (peak !== null && now !== null) peak = Math.max(peak, now)
  }, 5)
  try {
    const value = await work()
    return { value, peak: peak === null || before === null ? null : peak - before }
  } finally {
    clearInterval(timer)
  }
}
