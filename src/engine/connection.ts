import { nextTask, throwIfAborted } from '../base/abort.ts'
import { cancelled, EngineError, fromPlainError, toPlainError } from '../base/errors.ts'
import { splitFiles } from './file-parts.ts'
import type { Link } from './link.ts'
import { pageServices } from './page-services.ts'
import type { CallOptions, Event, FromHost, Method, OpenRequest, Request, Value } from './protocol.ts'
import type { Services } from './services.ts'
import { transferablesOf } from './transfer.ts'

interface Pending {
  readonly settle: (outcome: { value: unknown } | { error: unknown }) => void
  readonly onProgress: CallOptions['onProgress']
  readonly onEvent: (event: unknown) => void
}

/**
 * Time for a host to answer a cancel before it is terminated, ms. A synchronous kernel cannot be interrupted otherwise.
 */
const cancelGrace = 400

/** One live link with its pending calls. Every call ends with a value, an error, `cancelled` or `worker-lost`. */
export class Connection {
  readonly #link: Link
  readonly #services: Services
  readonly #pending = new Map<number, Pending>()
  #next = 1
  #gone: string | null = null
  #givenUp = false
  #lostIdle = false
  #closing = false

  constructor(link: Link, services: Services = pageServices) {
    this.#link = link
    this.#services = services
    link.onMessage((message) => this.#receive(message))
    void link.lost.then((reason) => {
      this.#lostIdle = this.#gone === null && this.#pending.size === 0
      this.#lose(reason)
    })
  }

  /** True once the other side is gone; a new connection is needed. */
  get gone(): boolean {
    return this.#gone !== null
  }

  /**
   * True if the host was terminated because it did not answer a cancel: its other calls are repeated, and no loss is
   * reported.
   */
  get givenUp(): boolean {
    return this.#givenUp
  }

  /** True if the other side ended by itself while no call was pending, so that no call has failed with the loss. */
  get lostIdle(): boolean {
    return this.#lostIdle
  }

  call<M extends Method>(method: M, request: Request<M>, options: CallOptions<Event<M>> = {}): Promise<Value<M>> {
    const { signal, onProgress, onEvent } = options
    if (this.#gone !== null) return Promise.reject(workerLost(this.#gone))
    if (signal?.aborted) return Promise.reject(cancelled())
    const id = this.#next++
    return new Promise<Value<M>>((resolve, reject) => {
      let grace: ReturnType<typeof setTimeout> | undefined
      const cancel = () => {
        this.#link.post({ kind: 'cancel', id }, [])
        grace = setTimeout(() => {
          this.#pending.delete(id)
          reject(cancelled())
          this.#givenUp = true
          this.close('it did not respond to a cancel')
        }, cancelGrace)
      }
      this.#pending.set(id, {
        onProgress,
        onEvent: (event) => {
          if (!signal?.aborted) onEvent?.(event as Event<M>)
        },
        settle: (outcome) => {
          this.#pending.delete(id)
          clearTimeout(grace)
          signal?.removeEventListener('abort', cancel)
          if ('error' in outcome) reject(signal?.aborted ? cancelled() : outcome.error)
          else resolve(outcome.value as Value<M>)
          this.#closeIfIdle()
        },
      })
      signal?.addEventListener('abort', cancel, { once: true })
      this.#send(id, method, request, signal).catch((error: unknown) => this.#pending.get(id)?.settle({ error }))
    })
  }

  /**
   * Cloning the handles of 10,000 files at once would block the page, so they are sent in parts, each in its own task.
   */
  async #send<M extends Method>(id: number, method: M, whole: Request<M>, signal: AbortSignal | undefined) {
    let request: unknown = whole
    if (method === 'open') {
      const split = splitFiles(whole as OpenRequest)
      request = split.request
      for (const files of split.ahead) {
        this.#link.post({ kind: 'files', id, files }, [])
        await nextTask()
        throwIfAborted(signal)
      }
    }
    this.#link.post({ kind: 'call', id, method, request }, transferablesOf(request))
  }

  /** Terminates the other side as soon as no call is pending. */
  closeWhenIdle(): void {
    this.#closing = true
    this.#closeIfIdle()
  }

  #closeIfIdle(): void {
    if (this.#closing && this.#pending.size === 0) this.close('it kept memory that was no longer used')
  }

  /** Terminates the other side; pending calls are rejected with `worker-lost`. */
  close(reason = 'it was terminated'): void {
    this.#link.close()
    this.#lose(reason)
  }

  #receive(message: FromHost): void {
    if (message.kind === 'ready') return
    if (message.kind === 'ask') {
      void this.#answer(message)
      return
    }
    const pending = this.#pending.get(message.id)
    if (message.kind === 'progress') pending?.onProgress?.(message.progress)
    else if (message.kind === 'event') pending?.onEvent(message.event)
    else if (message.kind === 'value') pending?.settle({ value: message.value })
    else pending?.settle({ error: fromPlainError(message.error) })
  }

  async #answer({ ask, service, request }: Extract<FromHost, { kind: 'ask' }>): Promise<void> {
    try {
      // The host asks each service for what that service takes.
      const serve = this.#services[service] as (request: unknown) => Promise<unknown>
      const value = await serve(request)
      if (!this.gone) this.#link.post({ kind: 'answer', ask, value }, transferablesOf(value))
    } catch (error) {
      if (!this.gone) this.#link.post({ kind: 'refusal', ask, error: toPlainError(error) }, [])
    }
  }

  #lose(reason: string): void {
    if (this.#gone !== null) return
    this.#gone = reason
    for (const pending of [...this.#pending.values()]) pending.settle({ error: workerLost(reason) })
  }
}

function workerLost(reason: string): EngineError {
  return new EngineError(
    'worker-lost',
    `The worker that runs the model was lost: ${reason}.`,
    'Run again; if it happens again, reload the page.',
  )
}
