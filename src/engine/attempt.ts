import { EngineError } from '../base/errors.ts'
import { type RungId, rungIds, rungLabels } from '../base/ladder.ts'
import type { Connection } from './connection.ts'
import { gpuRestart, type HeldSession, type Memory, pause, type RecoveryListener } from './memory.ts'
import type { CallOptions, Event, LoadRequest, Method, OfSession, Request, Value } from './protocol.ts'
import { isRefusal } from './refusals.ts'
import { mayStepDown, settle, stepDown } from './step-down.ts'
import { restOf } from './streams.ts'
import { transferablesOf } from './transfer.ts'

/** Losses that one call survives: one retry on the same rung, then two rungs down. */
const maxLosses = 3

/** Calls that continue on the next rung if the current one cannot run the model. */
const stepping: ReadonlySet<Method> = new Set<Method>(['run', 'runLive', 'runAll', 'benchmark'])

/** One call with its retries: the remaining request, the losses, and the decision whether to retry. */
export class Attempt<M extends Method> {
  readonly #memory: Memory
  readonly #listener: RecoveryListener
  readonly #method: M
  readonly #options: CallOptions<Event<M>>
  #request: Request<M>
  #posted = false
  #events = 0
  #losses = 0
  readonly #onRung = new Map<RungId, number>()
  /** A refusal of the last try; the next try steps down the ladder first. */
  #refusal: EngineError | null = null
  /** The session's rung when the call was last posted. */
  #rung: RungId | null = null
  #steps: boolean

  constructor(
    memory: Memory,
    listener: RecoveryListener,
    method: M,
    request: Request<M>,
    options: CallOptions<Event<M>>,
  ) {
    this.#memory = memory
    this.#listener = listener
    this.#method = method
    this.#request = request
    this.#options = options
    this.#steps = stepping.has(method)
  }

  /** The call's session; `null` for a load, which creates its own. */
  get session(): string | null {
    return this.#method === 'load' ? null : ((this.#request as Partial<OfSession>).session ?? null)
  }

  get #held(): HeldSession | null {
    return this.#memory.held(this.session)
  }

  async try(connection: Connection): Promise<Value<M>> {
    const { signal, onProgress } = this.#options
    if (this.#refusal !== null) {
      const options = { ...(signal && { signal }), ...(onProgress && { onProgress }) }
      const held = this.#held
      // Another call may already have moved the session.
      if (held !== null && held.loaded.rung === this.#rung) {
        this.#steps = await stepDown(this.#memory, held, this.#refusal, connection, options)
        this.#listener.reload(held.loaded)
      }
      this.#refusal = null
    }
    this.#posted = true
    this.#rung = this.#held?.loaded.rung ?? null
    const value = await connection.call(this.#method, this.#asked(), {
      ...this.#options,
      onEvent: (event) => {
        this.#events++
        this.#ran()
        this.#options.onEvent?.(event)
      },
    })
    this.#ran()
    return value
  }

  #ran(): void {
    if (this.#held !== null && stepping.has(this.#method)) settle(this.#held, this.#listener)
  }

  /** Resolves if the call should be retried, else throws the final error. */
  async failed(error: EngineError, connection: Connection | null): Promise<void> {
    if (this.#events > 0) {
      this.#request = restOf(this.#method, this.#request, this.#events)
      this.#events = 0
      // A stream with progress may survive more losses than a call without.
      this.#losses = 0
      this.#onRung.clear()
    }
    if (this.#options.signal?.aborted) throw error
    if (isRefusal(error)) return this.#refused(error)
    if (this.#method === 'load' && error.code === 'backend-unavailable' && this.#losses > 0) {
      if (this.#losses >= maxLosses) throw error
      await pause(gpuRestart[this.#losses++] ?? 0)
    } else if (error.code === 'worker-lost' || error.code === 'gpu-lost') this.#lost(error, connection)
    else throw error
  }

  #refused(error: EngineError): void {
    const held = this.#held
    if (held === null || !stepping.has(this.#method)) throw error
    if (held.request.backend !== 'auto') {
      const hint = `${error.hint} Set the backend to Automatic to use the next one that can run the model.`.trim()
      throw new EngineError(error.code, error.message, hint, error.cause)
    }
    if (!this.#steps || !mayStepDown(held, error)) throw error
    this.#refusal = error
  }

  #lost(error: EngineError, connection: Connection | null): void {
    if (connection?.givenUp) return
    connection?.close('the GPU was lost')
    const gaveAway = this.#posted && transferablesOf(this.#request).length > 0
    if (this.#losses >= maxLosses || gaveAway) throw error
    this.#note(error, this.#method === 'load' && this.#losses > 0)
    this.#losses++
  }

  #note(error: EngineError, loadingAgain: boolean): void {
    const { lost } = this.#memory
    // During a load the rung is unknown; assume the best GPU rung that is not lost.
    const rung = loadingAgain ? (rungIds.find((id) => !lost.has(id)) ?? null) : (this.#held?.loaded.rung ?? null)
    const what = error.code === 'gpu-lost' ? 'The GPU was lost' : 'The worker was lost'
    if (rung === null) {
      this.#listener.note(`${what}; it was restarted.`)
      return
    }
    const count = loadingAgain ? 2 : (this.#onRung.get(rung) ?? 0) + 1
    this.#onRung.set(rung, count)
    if (count < 2)
      this.#listener.note(
        `${what} while the model was on ${rungLabels[rung]}; it was restarted, and the model was reloaded from its files.`,
      )
    else {
      lost.set(rung, `lost ${count} times while running the model`)
      this.#listener.note(`${what} again; ${rungLabels[rung]} is skipped from now on.`)
    }
  }

  #asked(): Request<M> {
    if (this.#method === 'load') return this.#memory.withLost(this.#request as LoadRequest) as Request<M>
    if (this.#method !== 'runAll') return this.#request
    const endAtRefusal = this.#steps && this.#held !== null && mayStepDown(this.#held)
    return { ...this.#request, endAtRefusal }
  }
}
