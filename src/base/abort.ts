import { cancelled } from './errors.ts'

/** Raises `cancelled` when the signal has fired. Long loops call it between slices of work. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw cancelled()
}

/** Lets messages (a cancel among them) in: resolves in a fresh task, without the 4 ms clamp of timers. */
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
