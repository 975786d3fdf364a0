import type { EngineCalls, Method, Request } from './protocol.ts'

type StreamingMethod = { [M in Method]: EngineCalls[M] extends { readonly event: unknown } ? M : never }[Method]

/** The remaining request of a streaming call after `count` events, so that a repeated call repeats no event. */
const rest: { readonly [M in StreamingMethod]: (request: Request<M>, count: number) => Request<M> } = {
  runAll: (request, count) => ({ ...request, rows: request.rows.slice(count) }),
  benchmark: (request, count) => ({ ...request, runs: request.runs - count }),
}

export function restOf<M extends Method>(method: M, request: Request<M>, count: number): Request<M> {
  const left = (rest as Partial<Record<Method, (request: Request<M>, count: number) => Request<M>>>)[method]
  return left === undefined ? request : left(request, count)
}
