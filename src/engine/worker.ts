import { createRuntime } from '../runtime/index.ts'
import { wasmBinaries } from '../runtime/tfjs/devices/wasm/binaries.ts'
import { fetchAhead } from './fetch-ahead.ts'
import { holdLock } from './hold-lock.ts'
import { createHost } from './host.ts'
import { type ServePort, serve } from './serve.ts'

// Listen immediately: messages without a listener would be lost.
const port = self as ServePort
const runtime = createRuntime({ wasmPaths: wasmBinaries })
serve(createHost(runtime), port)
await holdLock(self.name, navigator.locks)
port.postMessage({ kind: 'ready' }, [])
fetchAhead(runtime)
