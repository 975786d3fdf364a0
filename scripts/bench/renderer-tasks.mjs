/**
 * CPU time of each task of the pages' main threads and of their workers during `work`, ms, longest first. Unlike the
 * `longtask` entries of the performance timeline, it excludes time taken by other programs.
 * @param {import('@playwright/test').Browser} browser
 * @param {import('@playwright/test').Page} page
 * @param {() => Promise<unknown>} work
 * @returns {Promise<{ readonly page: readonly number[], readonly worker: readonly number[] }>}
 */
export async function rendererTasks(browser, page, work) {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] })
  await work()
  /** @type {{ traceEvents: { name: string, ph: string, pid: number, tid: number, tdur?: number, args?: { name?: string } }[] }} */
  const { traceEvents } = JSON.parse((await browser.stopTracing()).toString('utf8'))
  const tasksOf = (/** @type {string} */ thread) => {
    const threads = new Set(
      traceEvents.filter(({ args }) => args?.name === thread).map(({ pid, tid }) => `${pid}:${tid}`),
    )
    return traceEvents
      .filter(({ name, ph, pid, tid }) => ph === 'X' && name.endsWith('RunTask') && threads.has(`${pid}:${tid}`))
      .map(({ tdur = 0 }) => tdur / 1000)
      .sort((a, b) => b - a)
  }
  return { page: tasksOf('CrRendererMain'), worker: tasksOf('DedicatedWorker thread') }
}
