import { cancelled } from './errors.ts'

/** Raises `cancelled` if the signal has fired. Call it between slices of a long loop. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled()
}

/** Yields to incoming messages, such as a cancel: resolves in a new task, without the 4 ms clamp of timers. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel()
    port1.onmessage = () => {
      port1.close()
      resolve()
    }
    port2.postMessage(null)
  })
}
