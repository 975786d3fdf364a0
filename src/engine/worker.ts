import { createRuntime } from '../runtime/index.ts'
import { wasmBinaries } from '../runtime/wasm-binaries.ts'
import { createHost } from './host.ts'
import { type ServePort, serve } from './serve.ts'

/** Held until the worker ends; the page, which waits for it, learns so of an end that fires no event. */
function holdLock(name: string): Promise<void> {
  const { locks } = navigator
  if (locks === undefined) return Promise.resolve()
  return new Promise((held) => {
    void locks.request(name, () => {
      held()
      return new Promise(() => undefined)
    })
  })
}

// Listening starts at once: a message that arrives while nobody listens would be lost.
const port = self as ServePort
serve(createHost(createRuntime({ wasmPaths: wasmBinaries })), port)
await holdLock(self.name)
port.postMessage({ kind: 'ready' }, [])
