import { type EngineError, toEngineError } from '../base/errors.ts'
import { type RungId, rungLabels, rungRows } from '../base/ladder.ts'
import type { Connection } from './connection.ts'
import type { DeliverRequest, LoadedModel, LoadRequest, Method, OpenRequest, Request, Value } from './protocol.ts'

/**
 * Waits before the tries to restart a rung after its GPU process died, ms: browsers need a moment to start a new one.
 */
export const gpuRestart = [0, 300, 1200]

export interface HeldSession {
  request: LoadRequest
  loaded: LoadedModel
  /** The error of the last attempt to restore it; `null` if it is loaded. */
  failure: EngineError | null
  /** Rungs that refused a run since the last successful one, in order, with the reason. */
  readonly refused: Map<RungId, string>
  /** Reasons for which all rungs refused a run. */
  readonly hopeless: Set<string>
}

/** Receives the events of a recovery. */
export interface RecoveryListener {
  note(note: string): void
  reload(loaded: LoadedModel): void
}

/**
 * State to restore after the loss of a worker: open drops (as `File` handles), sessions (as requests) and lost rungs.
 */
export class Memory {
  readonly #opened = new Map<string, OpenRequest>()
  readonly #delivered = new Map<string, DeliverRequest[]>()
  readonly #sessions = new Map<string, HeldSession>()
  /** Rungs that the automatic choice skips, with the reason. */
  readonly lost = new Map<RungId, string>()

  held(session: string | null): HeldSession | null {
    return (session === null ? null : this.#sessions.get(session)) ?? null
  }

  /** Throws the error of the last attempt to restore the session. */
  check(session: string | null): void {
    const failure = this.held(session)?.failure ?? null
    if (failure !== null) throw failure
  }

  /** Before a call: a session that is being disposed of need not be restored for it. */
  asked<M extends Method>(method: M, request: Request<M>): void {
    if (method === 'dispose') this.#sessions.delete((request as Request<'dispose'>).session)
  }

  /** After a successful call. */
  answered<M extends Method>(method: M, request: Request<M>, value: Value<M>): void {
    if (method === 'open') this.#opened.set((request as OpenRequest).drop, request as OpenRequest)
    else if (method === 'deliver') {
      const files = request as DeliverRequest
      this.#delivered.set(files.drop, [...(this.#delivered.get(files.drop) ?? []), files])
    } else if (method === 'load') {
      const wanted = request as LoadRequest
      this.#sessions.set(wanted.session, {
        request: wanted,
        loaded: value as LoadedModel,
        failure: null,
        refused: new Map(),
        hopeless: new Set(),
      })
      if (wanted.backend !== 'auto') this.lost.delete(wanted.backend)
    } else if (method === 'keep') {
      const { drops } = request as Request<'keep'>
      for (const held of [this.#opened, this.#delivered])
        for (const drop of held.keys()) if (!drops.includes(drop)) held.delete(drop)
    }
  }

  /** What to tell about a worker that was lost while it had nothing to do. */
  idleLoss(): string {
    if (this.#sessions.size === 0) return 'The worker was lost; it was restarted.'
    return 'The worker was lost between two runs; it was restarted, and the model was reloaded from its files.'
  }

  /** Adds the lost rungs to an automatic choice; a pinned rung is tried regardless. */
  withLost(request: LoadRequest): LoadRequest {
    return { ...request, lost: request.backend === 'auto' ? [...request.lost, ...listOf(this.lost)] : [] }
  }

  /**
   * Reopens all drops and reloads all sessions in a new worker. The failure of one session does not affect the others.
   * Raises `worker-lost` if this worker is lost too, and what `open` raises.
   */
  async restore(fresh: Connection, listener: RecoveryListener): Promise<void> {
    for (const request of [...this.#delivered.values()].flat()) void fresh.call('deliver', request)
    for (const request of this.#opened.values()) await fresh.call('open', request)
    for (const held of this.#sessions.values()) {
      try {
        held.loaded = await this.#reload(fresh, held, listener)
        held.failure = null
        listener.reload(held.loaded)
      } catch (error) {
        if (fresh.gone) throw error
        held.failure = toEngineError(error)
      }
    }
  }

  /** Tries the previous rung, allowing for a GPU restart, then the rest of the ladder. */
  async #reload(fresh: Connection, { request, loaded }: HeldSession, listener: RecoveryListener): Promise<LoadedModel> {
    const before = loaded.rung
    if (!this.lost.has(before)) {
      const waits = rungRows[before].gpu ? gpuRestart : [0]
      for (const wait of waits) {
        await pause(wait)
        try {
          return await fresh.call('load', { ...request, backend: before, lost: [] })
        } catch (error) {
          if (fresh.gone) throw error
        }
      }
      this.lost.set(before, 'lost during a run and could not be restarted')
    }
    const next = await fresh.call('load', this.withLost({ ...request, backend: 'auto' }))
    if (next.rung !== before)
      listener.note(`${rungLabels[before]} could not be restarted; the model now runs on ${rungLabels[next.rung]}.`)
    return next
  }
}

/** In the form of a load request. */
export function listOf(rungs: ReadonlyMap<RungId, string>): LoadRequest['lost'] {
  return [...rungs].map(([id, reason]) => ({ id, reason }))
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
