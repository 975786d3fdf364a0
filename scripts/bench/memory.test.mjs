import { fork } from 'node:child_process'
import { once } from 'node:events'
import { platform } from 'node:process'
import { afterEach, expect, it } from 'vitest'
import { peakMemory } from './memory.mjs'

/** @type {import('node:child_process').ChildProcess[]} */
const children = []

afterEach(() => {
  for (const child of children.splice(0)) child.kill()
})

/**
 * Starts a process with this title. For each message, a number, it allocates that many MB.
 * @param {string} name
 */
async function start(name) {
  const program = `
    process.title = ${JSON.stringify(name)}
    const held = []
    process.on('message', (megabytes) => {
      held.push(Buffer.alloc(megabytes * 1e6, 1))
      process.send('allocated')
    })
    process.send('ready')`
  const child = fork('-e', [program], { execArgv: [] })
  children.push(child)
  await once(child, 'message')
  return child
}

/** @param {import('node:child_process').ChildProcess} child @param {number} megabytes */
async function allocate(child, megabytes) {
  child.send(megabytes)
  await once(child, 'message')
}

/** @param {readonly import('node:child_process').ChildProcess[]} renderers @returns {any} a browser as far as `peakMemory` uses it */
const browserOf = (renderers) => ({
  newBrowserCDPSession: async () => ({
    send: async () => ({ processInfo: renderers.map(({ pid }) => ({ type: 'renderer', id: pid })) }),
    detach: async () => undefined,
  }),
})

it('measures the renderer with the worker, not the browser’s own renderers', async () => {
  const page = await start('DedicatedWorker thread')
  const popup = await start('chromium')
  const { value, peak } = await peakMemory(browserOf([popup, page]), async () => {
    await Promise.all([allocate(page, 60), allocate(popup, 200)])
    return 'loaded'
  })
  expect(value).toBe('loaded')
  if (platform !== 'linux') expect(peak).toBeNull()
  else expect(Math.abs((peak ?? 0) / 1e6 - 60)).toBeLessThan(30)
})

it('rejects if no renderer runs a worker, instead of returning 0', async () => {
  const measured = peakMemory(browserOf([await start('chromium')]), async () => 'loaded')
  if (platform === 'linux') await expect(measured).rejects.toThrow('No renderer runs a worker')
  else expect(await measured).toEqual({ value: 'loaded', peak: null })
})
