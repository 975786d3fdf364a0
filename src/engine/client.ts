import { EngineError, toEngineError } from '../base/errors.ts'
import { type RungId, rungIds, rungLabels } from '../base/ladder.ts'
import { Connection } from './connection.ts'
import type { Link } from './link.ts'
import { gpuRestart, Memory, pause, type Told } from './memory.ts'
import type {
  CallOptions,
  Engine,
  Event,
  LoadedModel,
  LoadRequest,
  Method,
  OfSession,
  Request,
  Value,
} from './protocol.ts'
import { restOf } from './streams.ts'
import { transferablesOf } from './transfer.ts'

/** Losses that one call survives: the same rung again, then two rungs down. */
const maxLosses = 3

/**
 * The engine with its memory of what must be rebuilt. When the worker or the GPU is lost, it starts a new worker, opens the
 * drops and loads every session again under its id (the same rung once, then the next), and repeats the call, so that the
 * caller sees an answer and a note.
 */
export function createEngine(connect: () => Link): Engine {
  const memory = new Memory()
  const recoveryListeners = new Set<(note: string) => void>()
  const reloadListeners = new Set<(loaded: LoadedModel) => void>()
  let connection: Connection | null = null
  let rebuilding: Promise<void> | null = null

  const told: Told = {
    note: (note) => {
      for (const listener of recoveryListeners) listener(note)
    },
    reload: (loaded) => {
      for (const listener of reloadListeners) listener(loaded)
    },
  }

  async function live(session: string | null): Promise<Connection> {
    if (rebuilding === null && (connection === null || connection.gone)) {
      connection = new Connection(connect())
      rebuilding = memory.restore(connection, told).finally(() => {
        rebuilding = null
      })
    }
    await rebuilding
    if (connection === null || connection.gone)
      throw new EngineError('worker-lost', 'The worker could not be started again.')
    memory.check(session)
    return connection
  }

  async function call<M extends Method>(
    method: M,
    request: Request<M>,
    options: CallOptions<Event<M>> = {},
  ): Promise<Value<M>> {
    const session = sessionOf(method, request)
    const onRung = new Map<RungId, number>()
    memory.asked(method, request)
    let left = request
    let events = 0
    const onEvent = (event: Event<M>) => {
      events++
      options.onEvent?.(event)
    }
    for (let losses = 0; ; losses++) {
      let current: Connection | null = null
      try {
        current = await live(session)
        const value = await current.call(method, withLosses(method, left), { ...options, onEvent })
        memory.answered(method, request, value)
        return value
      } catch (error) {
        const wrapped = toEngineError(error)
        if (events > 0) {
          left = restOf(method, left, events)
          events = 0
          // A long stream may survive more losses than a call that gets no further.
          losses = 0
          onRung.clear()
        }
        if (method === 'load' && wrapped.code === 'backend-unavailable' && losses > 0 && losses < maxLosses) {
          await pause(gpuRestart[losses] ?? 0)
          continue
        }
        if (wrapped.code !== 'worker-lost' && wrapped.code !== 'gpu-lost') throw wrapped
        if (current?.givenUp === true && options.signal?.aborted !== true) {
          losses--
          continue
        }
        // Another call may have started the next worker already.
        const broken = current ?? connection
        broken?.close('the GPU was lost')
        const gone = current !== null && transferablesOf(request).length > 0
        if (losses >= maxLosses || gone || options.signal?.aborted) throw wrapped
        noteLoss(wrapped, session, onRung, method === 'load' && losses > 0)
      }
    }
  }

  function noteLoss(error: EngineError, session: string | null, onRung: Map<RungId, number>, stepDown: boolean): void {
    const { lost } = memory
    // While a model loads its rung is not known yet; the GPU rungs are given up from the top.
    const rung = stepDown ? (rungIds.find((id) => !lost.has(id)) ?? null) : memory.rungOf(session)
    if (rung !== null && stepDown) onRung.set(rung, 1)
    const what = error.code === 'gpu-lost' ? 'The GPU was lost' : 'The worker was lost'
    if (rung === null) {
      told.note(`${what}; it was started again.`)
      return
    }
    const count = (onRung.get(rung) ?? 0) + 1
    onRung.set(rung, count)
    if (count < 2)
      told.note(
        `${what} while the model was on ${rungLabels[rung]}; it was started again and the model reloaded from its files.`,
      )
    else {
      lost.set(rung, `lost ${count} times while it ran the model`)
      told.note(`${what} again; ${rungLabels[rung]} is passed over from now on.`)
    }
  }

  function withLosses<M extends Method>(method: M, request: Request<M>): Request<M> {
    return method === 'load' ? (memory.withLost(request as LoadRequest) as Request<M>) : request
  }

  return {
    call,
    onRecovery: (listener) => subscribe(recoveryListeners, listener),
    onReload: (listener) => subscribe(reloadListeners, listener),
    terminate: () => {
      connection?.close()
    },
  }
}

/** The session that a call needs; a load makes its own. */
function sessionOf<M extends Method>(method: M, request: Request<M>): string | null {
  return method === 'load' ? null : ((request as Partial<OfSession>).session ?? null)
}

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
