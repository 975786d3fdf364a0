import { type EngineError, type ErrorCode, toEngineError } from '../base/errors.ts'
import { rungLabels } from '../base/ladder.ts'
import type { Connection } from './connection.ts'
import { type HeldSession, listOf, type Memory, type RecoveryListener } from './memory.ts'
import type { CallOptions } from './protocol.ts'
import { refusalReason } from './refusals.ts'

/** Errors of a load that are unrelated to the rung. */
const endsStep: ReadonlySet<ErrorCode> = new Set(['worker-lost', 'gpu-lost', 'cancelled'])

/** Whether to try the next rung after a refusal: not if the rung is pinned or all rungs have refused before. */
export function mayStepDown({ request, hopeless }: HeldSession, refusal?: EngineError): boolean {
  if (request.backend !== 'auto') return false
  return refusal === undefined ? hopeless.size === 0 : !hopeless.has(refusalReason(refusal))
}

/**
 * Moves a session to the next rung after a refusal; the ladder shows the reason. If no rung is left, the session
 * returns to the first one, and the result is false. Raises `worker-lost`, `gpu-lost`, `cancelled`.
 */
export async function stepDown(
  memory: Memory,
  held: HeldSession,
  refusal: EngineError,
  connection: Connection,
  options: CallOptions,
): Promise<boolean> {
  const { request, refused, hopeless } = held
  refused.set(held.loaded.rung, refusalReason(refusal))
  const next = memory.withLost({ ...request, lost: [...request.lost, ...listOf(refused)] })
  try {
    held.loaded = await connection.call('load', next, options)
    return true
  } catch (error) {
    if (endsStep.has(toEngineError(error).code)) throw error
  }
  const [first] = listOf(refused)
  refused.clear()
  if (first === undefined) return false
  hopeless.add(first.reason)
  held.loaded = await connection.call('load', { ...request, backend: first.id, lost: [] }, options)
  return false
}

/** After a successful run: excludes the rungs that refused and reports it. */
export function settle(held: HeldSession, listener: RecoveryListener): void {
  const { loaded, refused, request } = held
  // After a cancelled step down, the session is still on the refusing rung.
  refused.delete(loaded.rung)
  if (refused.size === 0) return
  const skipped = listOf(refused)
  refused.clear()
  held.request = { ...request, lost: [...request.lost, ...skipped] }
  const reasons = skipped.map(({ id, reason }) => `${rungLabels[id]} ${reason}`)
  listener.note(`${reasons.join('; ')}. The model now runs on ${rungLabels[loaded.rung]}.`)
}
