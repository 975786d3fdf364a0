import type { Page } from '@playwright/test'

/** What the page holds of the browser's devices and workers. */
interface Held {
  readonly workers: Worker[]
  readonly streams: MediaStream[]
  /** Refuses the next request for a camera with an exception of this name. */
  refuse: string | null
}

/** Keeps hold of them. Call it before the page opens. */
export async function hold(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const held: Held = { workers: [], streams: [], refuse: null }
    Object.assign(globalThis, { held })
    globalThis.Worker = class extends Worker {
      constructor(...args: ConstructorParameters<typeof Worker>) {
        super(...args)
        held.workers.push(this)
      }
    }
    const ask = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      const { refuse } = held
      held.refuse = null
      if (refuse !== null) throw new DOMException('refused', refuse)
      const stream = await ask(wanted)
      held.streams.push(stream)
      return stream
    }
  })
}

/** The next request for a device fails with an exception of this name. */
export const refuse = (page: Page, name: string) =>
  page.evaluate((reason) => {
    ;(globalThis as unknown as { held: Held }).held.refuse = reason
  }, name)

/** States of all tracks that devices gave, oldest first. */
export const tracks = (page: Page) =>
  page.evaluate(() => {
    const { streams } = (globalThis as unknown as { held: Held }).held
    return streams.flatMap((stream) => stream.getTracks().map(({ readyState }) => readyState))
  })

/** Ends the engine's worker as a browser does that needs memory: no event is fired. */
export const loseWorker = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { held: Held }).held.workers.at(-1)?.terminate())
