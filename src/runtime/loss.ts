import { EngineError } from '../base/errors.ts'

/** The rung's graphics device was lost. */
export function deviceLost(label: string): (reason: string) => EngineError {
  return (reason) =>
    new EngineError(
      'gpu-lost',
      `The graphics device was lost while ${label} was in use: ${reason}.`,
      'The model is reloaded automatically. If it happens again, choose the Wasm backend.',
    )
}

/** The rung's code crashed; its memory may be corrupt. */
export function codeStopped(label: string): (reason: string) => EngineError {
  return (reason) =>
    new EngineError(
      'worker-lost',
      `${label} has stopped: ${reason}.`,
      'The model is reloaded automatically. If it happens again, choose another backend.',
    )
}

/**
 * Rejects everything that waits for a backend when the backend is lost. tfjs does not listen for device loss: a
 * read-back from a lost device stays pending or returns zeros.
 */
export class Loss {
  readonly #describe: (reason: string) => EngineError
  readonly #waiting = new Set<(error: EngineError) => void>()
  #error: EngineError | null = null

  constructor(describe: (reason: string) => EngineError) {
    this.#describe = describe
  }

  get error(): EngineError | null {
    return this.#error
  }

  /** Only the first report counts; every pending and later `race` rejects. */
  report(reason: string): void {
    if (this.#error !== null) return
    this.#error = this.#describe(reason.replace(/[.\s]+$/, ''))
    for (const reject of this.#waiting) reject(this.#error)
    this.#waiting.clear()
  }

  /** Raises the loss, if one was reported. */
  check(): void {
    if (this.#error !== null) throw this.#error
  }

  /** Settles with `work`, or rejects as soon as the loss is reported. Holds no reference once settled. */
  race<T>(work: Promise<T>): Promise<T> {
    if (this.#error !== null) {
      work.catch(() => undefined)
      return Promise.reject(this.#error)
    }
    return new Promise((resolve, reject) => {
      this.#waiting.add(reject)
      work.then(resolve, reject).finally(() => this.#waiting.delete(reject))
    })
  }
}
