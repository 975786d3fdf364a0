import { toPlainError } from '../base/errors.ts'
import type { Progress } from '../base/progress.ts'
import type { FromHost, Method, Request, ToHost, Value } from './protocol.ts'

export interface CallContext {
  readonly signal: AbortSignal
  readonly onProgress: (progress: Progress) => void
}

/** The worker side of the engine: one function a call. */
export type Host = { readonly [M in Method]: (request: Request<M>, context: CallContext) => Promise<Value<M>> }

export interface ServePort {
  postMessage(message: FromHost, transfer: ArrayBuffer[]): void
  onmessage: ((event: MessageEvent<ToHost>) => void) | null
}

/** Progress messages closer together than this say nothing a person could see, ms. */
const progressInterval = 40

/** Answers calls that arrive at `port` by `host`. Each call is answered exactly once. Saying `ready` is the caller's. */
export function serve(host: Host, port: ServePort): void {
  const running = new Map<number, AbortController>()

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
    try {
      const value = await host[method](request, { signal: controller.signal, onProgress })
      port.postMessage({ kind: 'value', id, value }, buffersOf(value))
    } catch (error) {
      port.postMessage({ kind: 'error', id, error: toPlainError(error) }, [])
    } finally {
      running.delete(id)
    }
  }

  port.onmessage = ({ data }) => {
    if (data.kind === 'cancel') running.get(data.id)?.abort()
    else void answer(data.id, data.method, data.request as Request<Method>)
  }
}

/** The buffers in a value, so that outputs and pictures are moved to the page rather than copied. */
function buffersOf(value: unknown, found: Set<ArrayBuffer> = new Set()): ArrayBuffer[] {
  if (ArrayBuffer.isView(value)) {
    if (value.buffer instanceof ArrayBuffer) found.add(value.buffer)
  } else if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item !== 'object') break
      buffersOf(item, found)
    }
  } else if (value !== null && typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype) {
    for (const item of Object.values(value)) buffersOf(item, found)
  }
  return [...found]
}
