import { type ServePort, serve } from '../../src/engine/serve.ts'
import { streamHost } from '../../src/engine/stream-suite.ts'

/** A worker with the host that the cases of streams talk to. */
serve(streamHost, self as ServePort)
