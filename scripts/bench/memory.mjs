import { existsSync, readdirSync, readFileSync } from 'node:fs'

/**
 * A file of /proc; `null` if the process or thread has ended, or the system has no /proc.
 * @param {string} path
 */
function textOf(path) {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}

/**
 * Resident memory of a process, bytes; `null` if it has ended, or the system has no /proc.
 * @param {number} pid
 */
function resident(pid) {
  const match = /^VmRSS:\s+(\d+) kB/m.exec(textOf(`/proc/${pid}/status`) ?? '')
  return match === null ? null : Number(match[1]) * 1024
}

/**
 * Whether a process runs a worker; true if the system has no /proc.
 * @param {number} pid
 */
function runsWorker(pid) {
  const threads = `/proc/${pid}/task`
  if (!existsSync(threads)) return !existsSync('/proc/self/task')
  // The kernel truncates names to 15 characters.
  return readdirSync(threads).some((thread) => textOf(`${threads}/${thread}/comm`)?.startsWith('DedicatedWorker'))
}

/**
 * Pids of the renderers that hold a page with a worker. The browser's own renderers are excluded: a spare one, and the
 * address bar's popup, a page that grows by up to 35 MB in the browser's first second.
 * @param {import('@playwright/test').Browser} browser
 */
async function renderers(browser) {
  const session = await browser.newBrowserCDPSession()
  const { processInfo } = await session.send('SystemInfo.getProcessInfo')
  await session.detach()
  const pids = processInfo.filter(({ type, id }) => type === 'renderer' && runsWorker(id)).map(({ id }) => id)
  if (pids.length === 0) throw new Error('No renderer runs a worker, so memory cannot be measured.')
  return pids
}

/**
 * Resident memory of the page's renderer, with its worker; bytes, 0 where the system has no /proc.
 * @param {import('@playwright/test').Browser} browser
 */
export async function residentMemory(browser) {
  return (await renderers(browser)).reduce((sum, pid) => sum + (resident(pid) ?? 0), 0)
}

/**
 * Peak growth of the resident memory of the page's renderer during `work`, sampled every 5 ms; bytes. The page must
 * have started its worker.
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
  const sample = () => {
    const now = total()
    if (peak !== null && now !== null) peak = Math.max(peak, now)
  }
  const timer = setInterval(sample, 5)
  try {
    const value = await work()
    sample()
    return { value, peak: peak === null || before === null ? null : peak - before }
  } finally {
    clearInterval(timer)
  }
}

/**
 * Returns a function that forces a garbage collection in a page and in its workers.
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<() => Promise<void>>}
 */
export async function collector(page) {
  const session = await page.context().newCDPSession(page)
  /** @type {Set<string>} */
  const workers = new Set()
  /** @type {Map<number, () => void>} */
  const waiting = new Map()
  let calls = 0
  session.on('Target.attachedToTarget', ({ sessionId, targetInfo }) => {
    if (targetInfo.type === 'worker') workers.add(sessionId)
  })
  session.on('Target.detachedFromTarget', ({ sessionId }) => {
    workers.delete(sessionId)
    for (const end of waiting.values()) end()
  })
  session.on('Target.receivedMessageFromTarget', ({ message }) => waiting.get(JSON.parse(message).id)?.())
  await session.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: false })
  return async () => {
    await session.send('HeapProfiler.collectGarbage')
    for (const sessionId of workers) {
      const id = ++calls
      const collected = new Promise((resolve) => waiting.set(id, () => resolve(undefined)))
      const message = JSON.stringify({ id, method: 'HeapProfiler.collectGarbage' })
      await session.send('Target.sendMessageToTarget', { sessionId, message })
      await collected
      waiting.delete(id)
    }
  }
}
