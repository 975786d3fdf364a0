import { EngineError } from '../base/errors.ts'

/** The graphics device behind a rung went away. */
export function deviceLost(label: string): (reason: string) => EngineError {
  return (reason) =>
    new EngineError(
      'gpu-lost',
      `The graphics device was lost while ${label} was in use: ${reason}.`,
      'The model is loaded again by itself. If it happens again, choose the Wasm backend.',
    )
}

/** The code of a rung stopped for good; its memory may be in any state. */
export function codeStopped(label: string): (reason: string) => EngineError {
  return (reason) =>
    new EngineError(
      'worker-lost',
      `${label} has stopped: ${reason}.`,
      'The model is loaded again by itself. If it happens again, choose another backend.',
    )
}

/**
 * Tells whoever waits for a backend that it is gone. tfjs itself listens to nothing: a read-back from a lost device
 * stays pending, or comes back as zeros.
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

  /** The first report counts; every pending and later `race` rejects. */
  report(reason: string): void {
    if (this.#error !== null) return
    this.#error = this.#describe(reason.replace(/[.\s]+$/, ''))
    for (const reject of this.#waiting) reject(this.#error)
    this.#waiting.clear()
  }

  /** Raises the loss when there was one. */
  check(): void {
    if (this.#error !== null) throw this.#error
  }

  /** Settles as `work` does, or rejects at the moment of the loss. Keeps nothing once settled. */
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
