import { throwIfAborted } from '../base/abort.ts'

/** The worker counts as idle after this time without calls, ms; calls often follow one another. */
const quiet = 300
/** Polling interval, ms. */
const interval = 100

/** Delays background work while calls are running. */
export class Idle {
  #calls = 0
  #ended = Number.NEGATIVE_INFINITY

  async during<T>(call: () => Promise<T>): Promise<T> {
    this.#calls++
    try {
      return await call()
    } finally {
      this.#calls--
      this.#ended = performance.now()
    }
  }

  /** Resolves when the worker is idle or `urgent` returns true. Raises `cancelled`. */
  async wait(urgent: () => boolean, signal: AbortSignal): Promise<void> {
    while (!urgent() && (this.#calls > 0 || performance.now() - this.#ended < quiet)) {
      throwIfAborted(signal)
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
    throwIfAborted(signal)
  }
}
