import { cancelled, fromPlainError } from '../base/errors.ts'
import type { FromHost, ToHost } from './protocol.ts'
import type { PageServices, Service } from './services.ts'
import { transferablesOf } from './transfer.ts'

type Answer = Extract<ToHost, { kind: 'answer' | 'refusal' }>

interface Port {
  postMessage(message: FromHost, transfer: Transferable[]): void
}

/** What a host has asked of the page and is waiting for. */
export class Asked {
  readonly #port: Port
  readonly #waiting = new Map<number, (answer: Answer | null) => void>()
  #next = 1

  constructor(port: Port) {
    this.#port = port
  }

  /** Raises what the service raises, and `cancelled` once the signal fires. */
  ask<S extends Service>(
    service: S,
    request: PageServices[S]['request'],
    signal: AbortSignal,
  ): Promise<PageServices[S]['value']> {
    if (signal.aborted) return Promise.reject(cancelled())
    const ask = this.#next++
    return new Promise((resolve, reject) => {
      const cancel = () => settle(null)
      const settle = (answer: Answer | null) => {
        this.#waiting.delete(ask)
        signal.removeEventListener('abort', cancel)
        if (answer === null) reject(cancelled())
        else if (answer.kind === 'answer') resolve(answer.value as PageServices[S]['value'])
        else reject(fromPlainError(answer.error))
      }
      this.#waiting.set(ask, settle)
      signal.addEventListener('abort', cancel, { once: true })
      this.#port.postMessage({ kind: 'ask', ask, service, request }, transferablesOf(request))
    })
  }

  /** Passes on an answer; one to a cancelled call is dropped. */
  settle(answer: Answer): void {
    this.#waiting.get(answer.ask)?.(answer)
  }
}
