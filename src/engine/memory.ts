import { type EngineError, toEngineError } from '../base/errors.ts'
import { type RungId, rungLabels, rungRows } from '../base/ladder.ts'
import type { Connection } from './connection.ts'
import type { LoadedModel, LoadRequest, Method, OpenRequest, Request, Value } from './protocol.ts'

/** Waits between tries to get a rung back after its GPU process died, ms: the browser needs a moment to start a new one. */
export const gpuRestart = [0, 300, 1200]

export interface HeldSession {
  request: LoadRequest
  loaded: LoadedModel
  /** Why it could not be brought back the last time; `null` while it is there. */
  failure: EngineError | null
  /** Rungs that refused a run since the last one that worked, in their order, with the reason. */
  readonly refused: Map<RungId, string>
  /** Reasons of refusals that every rung had. */
  readonly hopeless: Set<string>
}

/** What a recovery has to say. */
export interface Told {
  note(note: string): void
  reload(loaded: LoadedModel): void
}

/** What a lost worker held, as `File` handles and requests: the drops that are open, the sessions, and the rungs that were lost. */
export class Memory {
  readonly #opened = new Map<string, OpenRequest>()
  readonly #sessions = new Map<string, HeldSession>()
  /** Rungs that the automatic choice passes over, with the reason. */
  readonly lost = new Map<RungId, string>()

  held(session: string | null): HeldSession | null {
    return (session === null ? null : this.#sessions.get(session)) ?? null
  }

  /** Raises what the last try to bring the session back raised. */
  check(session: string | null): void {
    const failure = this.held(session)?.failure ?? null
    if (failure !== null) throw failure
  }

  /** Before a call: what is to be freed is not brought back for it. */
  asked<M extends Method>(method: M, request: Request<M>): void {
    if (method === 'dispose') this.#sessions.delete((request as Request<'dispose'>).session)
  }

  /** After a call that succeeded. */
  answered<M extends Method>(method: M, request: Request<M>, value: Value<M>): void {
    if (method === 'open') this.#opened.set((request as OpenRequest).drop, request as OpenRequest)
    else if (method === 'load') {
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
      for (const drop of this.#opened.keys()) if (!drops.includes(drop)) this.#opened.delete(drop)
    }
  }

  /** Adds the lost rungs to an automatic choice; a pinned rung is tried in spite of them. */
  withLost(request: LoadRequest): LoadRequest {
    return { ...request, lost: request.backend === 'auto' ? [...request.lost, ...listOf(this.lost)] : [] }
  }

  /**
   * Opens and loads everything in a new worker. A session that cannot be loaded does not keep the others from it. Raises
   * `worker-lost` when this worker is lost too, and what `open` raises.
   */
  async restore(fresh: Connection, told: Told): Promise<void> {
    for (const request of this.#opened.values()) await fresh.call('open', request)
    for (const held of this.#sessions.values()) {
      try {
        held.loaded = await this.#reload(fresh, held, told)
        held.failure = null
        told.reload(held.loaded)
      } catch (error) {
        if (fresh.gone) throw error
        held.failure = toEngineError(error)
      }
    }
  }

  /** The rung it was on, with patience for a GPU that restarts; if it stays away, down the ladder. */
  async #reload(fresh: Connection, { request, loaded }: HeldSession, told: Told): Promise<LoadedModel> {
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
      this.lost.set(before, 'lost while it ran, and did not start again')
    }
    const next = await fresh.call('load', this.withLost({ ...request, backend: 'auto' }))
    if (next.rung !== before)
      told.note(`${rungLabels[before]} did not come back; the model now runs on ${rungLabels[next.rung]}.`)
    return next
  }
}

/** As a load request has them. */
export function listOf(rungs: ReadonlyMap<RungId, string>): LoadRequest['lost'] {
  return [...rungs].map(([id, reason]) => ({ id, reason }))
}

export function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
