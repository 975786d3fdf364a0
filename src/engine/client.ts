import { EngineError, toEngineError } from '../base/errors.ts'
import { Attempt } from './attempt.ts'
import { Connection } from './connection.ts'
import type { Link } from './link.ts'
import { Memory, type RecoveryListener } from './memory.ts'
import { pageServices } from './page-services.ts'
import type { CallOptions, Engine, Event, LoadedModel, Method, Request, Value } from './protocol.ts'
import type { Services } from './services.ts'

/** Bytes. A worker that can never give back more than this is replaced once it has no calls. */
const mostSpare = 256 * 2 ** 20

/**
 * The engine with recovery. After a loss of the worker or the GPU it starts a new worker, reopens the drops, reloads
 * every session under its id (once on the same rung, then on the next), and repeats the call; the caller gets the
 * answer and a note. A run that an automatically chosen rung refuses is repeated on the next rung.
 *
 * A worker that keeps much freed memory is ended too; the next call starts another one with the remaining sessions.
 */
export function createEngine(connect: () => Link, services: Services = pageServices): Engine {
  const memory = new Memory()
  const recoveryListeners = new Set<(note: string) => void>()
  const reloadListeners = new Set<(loaded: LoadedModel) => void>()
  let connection: Connection | null = null
  let rebuilding: Promise<void> | null = null

  const recovery: RecoveryListener = {
    note: (note) => {
      for (const listener of recoveryListeners) listener(note)
    },
    reload: (loaded) => {
      for (const listener of reloadListeners) listener(loaded)
    },
  }

  async function live(session: string | null): Promise<Connection> {
    if (rebuilding === null && (connection === null || connection.gone)) {
      if (connection?.lostIdle) recovery.note(memory.idleLoss())
      connection = new Connection(connect(), services)
      rebuilding = memory.restore(connection, recovery).finally(() => {
        rebuilding = null
      })
    }
    await rebuilding
    if (connection === null || connection.gone)
      throw new EngineError('worker-lost', 'The worker could not be restarted.')
    memory.check(session)
    return connection
  }

  async function call<M extends Method>(
    method: M,
    request: Request<M>,
    options: CallOptions<Event<M>> = {},
  ): Promise<Value<M>> {
    memory.asked(method, request)
    const attempt = new Attempt(memory, recovery, method, request, options)
    for (;;) {
      // Another call may replace the connection meanwhile.
      let current: Connection | null = null
      try {
        current = await live(attempt.session)
        const value = await attempt.try(current)
        memory.answered(method, request, value)
        if (method === 'dispose' && (value as Value<'dispose'>).spare > mostSpare) current.closeWhenIdle()
        return value
      } catch (error) {
        await attempt.failed(toEngineError(error), current ?? connection)
      }
    }
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

function subscribe<T>(listeners: Set<T>, listener: T): () => void {
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
  }
}
