import { type EngineError, type ErrorCode, toEngineError } from '../base/errors.ts'
import { rungLabels } from '../base/ladder.ts'
import type { Connection } from './connection.ts'
import { type HeldSession, listOf, type Memory, type Told } from './memory.ts'
import type { CallOptions } from './protocol.ts'
import { refusalReason } from './refusals.ts'

/** Errors of a load that say nothing about the rungs. */
const endsStep: ReadonlySet<ErrorCode> = new Set(['worker-lost', 'gpu-lost', 'cancelled'])

/** Whether the next rung is worth a try after a refusal: not when the rung is pinned, nor when all of them refused before. */
export function mayStepDown({ request, hopeless }: HeldSession, refusal?: EngineError): boolean {
  if (request.backend !== 'auto') return false
  return refusal === undefined ? hopeless.size === 0 : !hopeless.has(refusalReason(refusal))
}

/**
 * Loads a session on the rung after the present one, which refused to run it; the ladder shows why. Where no rung is left the
 * session goes back to the first one, and the answer is false. Raises `worker-lost`, `gpu-lost`, `cancelled`.
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

/** After a run that worked: the rungs that refused are passed over from now on, and the person is told. */
export function settle(held: HeldSession, told: Told): void {
  const { loaded, refused, request } = held
  // Where a step down was cancelled the session is still there.
  refused.delete(loaded.rung)
  if (refused.size === 0) return
  const passed = listOf(refused)
  refused.clear()
  held.request = { ...request, lost: [...request.lost, ...passed] }
  const reasons = passed.map(({ id, reason }) => `${rungLabels[id]} ${reason}`)
  told.note(`${reasons.join('; ')}. The model now runs on ${rungLabels[loaded.rung]}.`)
}
