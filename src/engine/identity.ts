import { cancelled } from '../base/errors.ts'
import type { OnProgress } from '../base/progress.ts'
import { contentHash } from '../formats/content-hash.ts'
import type { Content } from '../formats/contract.ts'
import type { Idle } from './idle.ts'
import type { CallContext } from './serve.ts'

type Hashed = Pick<Content, 'name' | 'source'>

/**
 * The content hash of one session's model. It needs a second pass over the files, which runs after the load: while the
 * worker is idle, or immediately on request.
 */
export class Identity {
  readonly #contents: readonly Hashed[]
  readonly #idle: Idle
  readonly #disposed = new AbortController()
  #hash: Promise<string> | null = null
  #asked = 0
  #report: OnProgress | null = null

  constructor(contents: readonly Hashed[], idle: Idle) {
    this.#contents = contents
    this.#idle = idle
    // Errors are reported to callers of the hash.
    this.#compute().catch(() => undefined)
  }

  /** 16 hex digits; progress in bytes. Raises what `contentHash` raises. */
  async hash({ signal, onProgress }: CallContext): Promise<string> {
    this.#asked++
    this.#report = onProgress
    try {
      return await Promise.race([this.#compute(), aborted(signal)])
    } finally {
      this.#asked--
    }
  }

  dispose(): void {
    this.#disposed.abort()
  }

  #compute(): Promise<string> {
    if (this.#hash !== null) return this.#hash
    const { signal } = this.#disposed
    const hash = contentHash(this.#contents, {
      signal,
      onProgress: (progress) => this.#report?.(progress),
      turn: () => this.#idle.wait(() => this.#asked > 0, signal),
    })
    hash.catch(() => {
      this.#hash = null
    })
    this.#hash = hash
    return hash
  }
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(cancelled())
    signal.addEventListener('abort', () => reject(cancelled()), { once: true })
  })
}
