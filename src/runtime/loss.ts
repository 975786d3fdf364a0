import { EngineError } from '../base/errors.ts'

/**
 * Tells whoever waits for a device that it is gone. tfjs itself listens to nothing: a read-back from a lost device
 * stays pending, or comes back as zeros.
 */
export class Loss {
  readonly #label: string
  readonly #waiting = new Set<(error: EngineError) => void>()
  #error: EngineError | null = null

  constructor(label: string) {
    this.#label = label
  }

  get error(): EngineError | null {
    return this.#error
  }

  /** The first report counts; every pending and later `race` rejects with `gpu-lost`. */
  report(reason: string): void {
    if (this.#error !== null) return
    this.#error = new EngineError(
      'gpu-lost',
      `The graphics device was lost while ${this.#label} was in use: ${reason}.`,
      'The model is loaded again by itself. If it happens again, choose the Wasm backend.',
    )
    for (const reject of this.#waiting) reject(this.#error)
    this.#waiting.clear()
  }

  /** Raises `gpu-lost` when the device is gone. */
  check(): void {
    if (this.#error !== null) throw this.#error
  }

  /** Settles as `work` does, or rejects with `gpu-lost` at the moment of the loss. Keeps nothing once settled. */
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
