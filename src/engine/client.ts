import { EngineError, toEngineError } from '../base/errors.ts'
import { Attempt } from './attempt.ts'
import { Connection } from './connection.ts'
import type { Link } from './link.ts'
import { Memory, type Told } from './memory.ts'
import type { CallOptions, Engine, Event, LoadedModel, Method, Request, Value } from './protocol.ts'

/**
 * The engine with its memory of what must be rebuilt. When the worker or the GPU is lost, it starts a new worker, opens the
 * drops and loads every session again under its id (the same rung once, then the next), and repeats the call, so that the
 * caller sees an answer and a note. A run that the automatically chosen rung refuses is repeated on the next one.
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
    memory.asked(method, request)
    const attempt = new Attempt(memory, told, method, request, options)
    for (;;) {
      // Another call may replace the connection before this one is over.
      let current: Connection | null = null
      try {
        current = await live(attempt.session)
        const value = await attempt.try(current)
        memory.answered(method, request, value)
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
