import { uniqueName } from '../base/unique-name.ts'
import type { Link } from './link.ts'
import type { FromHost } from './protocol.ts'

/**
 * Starts the engine's worker, or another one that serves the same messages.
 * A worker that is terminated or killed for lack of memory fires no event. The worker therefore holds a Web Lock from
 * before it says `ready` until it ends. The page waits for that lock; acquiring it means that the worker is gone.
 */
export function workerLink(start: (name: string) => Worker = startEngine): Link {
  const name = `glassbox-engine-${uniqueName()}`
  const worker = start(name)
  let listener: (message: FromHost) => void = () => undefined
  const released = new AbortController()
  const lost = new Promise<string>((resolve) => {
    worker.addEventListener('error', (event) => {
      event.preventDefault()
      resolve(event.message || 'the worker script could not be started')
    })
    worker.addEventListener('messageerror', () => resolve('a message could not be read'))
    worker.addEventListener('message', (event: MessageEvent<FromHost>) => {
      if (event.data.kind === 'ready') {
        navigator.locks
          ?.request(name, { signal: released.signal }, () => resolve('the worker ended'))
          .catch(() => undefined)
      }
      listener(event.data)
    })
  })
  return {
    post: (message, transfer) => worker.postMessage(message, transfer),
    onMessage: (next) => {
      listener = next
    },
    lost,
    close: () => {
      released.abort()
      worker.terminate()
    },
  }
}

function startEngine(name: string): Worker {
  return new Worker(new URL('./worker.ts', import.meta.url), { type: 'module', name })
}
