import { type ServePort, serve } from '../../src/engine/serve.ts'
import { streamHost } from '../../src/engine/stream-suite.ts'

/** A worker with the host for the stream cases. */
serve(streamHost, self as ServePort)
