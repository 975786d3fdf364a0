import { throwIfAborted } from '../base/abort.ts'

/** Calls often follow one another; the worker counts as idle when none has been running for this long, ms. */
const quiet = 300
/** Between two looks whether it is, ms. */
const interval = 100

/** Lets work in the background wait while calls are being answered. */
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

  /** Resolves when the worker is idle, or as soon as `urgent` says that the work is wanted now. Raises `cancelled`. */
  async wait(urgent: () => boolean, signal: AbortSignal): Promise<void> {
    while (!urgent() && (this.#calls > 0 || performance.now() - this.#ended < quiet)) {
      throwIfAborted(signal)
      await new Promise((resolve) => setTimeout(resolve, interval))
    }
    throwIfAborted(signal)
  }
}
