import { createEngine } from '../engine/client.ts'
import type { CallOptions, Engine, Event, Method, Request, Value } from '../engine/protocol.ts'
import { workerLink } from '../engine/worker-link.ts'

let shared: Engine | null = null

/** The page's only engine, started on first use. */
export function engine(): Engine {
  shared ??= createEngine(workerLink)
  return shared
}

export function call<M extends Method>(
  method: M,
  request: Request<M>,
  options?: CallOptions<Event<M>>,
): Promise<Value<M>> {
  return engine().call(method, request, options)
}
