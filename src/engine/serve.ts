import { toPlainError } from '../base/errors.ts'
import type { Progress } from '../base/progress.ts'
import { Asked } from './asked.ts'
import { FilesAhead } from './file-parts.ts'
import type { Event, FromHost, Method, Request, ToHost, Value } from './protocol.ts'
import type { Ask } from './services.ts'
import { transferablesOf } from './transfer.ts'

export interface CallContext {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

export interface StreamContext<E> extends CallContext {
  /** Sends an event of the call, transferring its buffers. */
  readonly emit: (event: E) => void
  /** Asks the page for what only it has. */
  readonly ask: Ask
}

/** The worker side of the engine: one function per call. */
export type Host = {
  readonly [M in Method]: (request: Request<M>, context: StreamContext<Event<M>>) => Promise<Value<M>>
}

export interface ServePort {
  postMessage(message: FromHost, transfer: Transferable[]): void
  onmessage: ((event: MessageEvent<ToHost>) => void) | null
}

/** Minimum interval between progress messages, ms; more frequent ones would not be visible. */
const progressInterval = 40

/** Answers calls from `port` through `host`, each exactly once. The caller sends `ready`. */
export function serve(host: Host, port: ServePort): void {
  const running = new Map<number, AbortController>()
  const ahead = new FilesAhead()
  const asked = new Asked(port)

  async function answer<M extends Method>(id: number, method: M, request: Request<M>): Promise<void> {
    const controller = new AbortController()
    running.set(id, controller)
    let last = 0
    const onProgress = (progress: Progress) => {
      const now = performance.now()
      if (now - last < progressInterval && progress.done !== progress.total) return
      last = now
      port.postMessage({ kind: 'progress', id, progress }, [])
    }
    const emit = (event: Event<M>) => port.postMessage({ kind: 'event', id, event }, transferablesOf(event))
    try {
      const { signal } = controller
      const ask: Ask = (service, wanted) => asked.ask(service, wanted, signal)
      const value = await host[method](request, { signal, onProgress, emit, ask })
      port.postMessage({ kind: 'value', id, value }, transferablesOf(value))
    } catch (error) {
      port.postMessage({ kind: 'error', id, error: toPlainError(error) }, [])
    } finally {
      running.delete(id)
    }
  }

  port.onmessage = ({ data }) => {
    if (data.kind === 'files') ahead.add(data.id, data.files)
    else if (data.kind === 'answer' || data.kind === 'refusal') asked.settle(data)
    else if (data.kind === 'cancel') {
      ahead.forget(data.id)
      running.get(data.id)?.abort()
    } else void answer(data.id, data.method, ahead.join(data.id, data.request as Request<Method>))
  }
}
