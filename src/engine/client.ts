import { EngineError, toEngineError } from '../base/errors.ts'
import { type RungId, rungIds, rungLabels } from '../base/ladder.ts'
import { Connection } from './connection.ts'
import type { Link } from './link.ts'
import type { CallOptions, Engine, LoadedModel, LoadRequest, Method, OpenRequest, Request, Value } from './protocol.ts'

/** Losses that one call survives: the same rung again, then two rungs down. */
const maxLosses = 3

/** Waits between tries to get a rung back after its GPU process died, ms: the browser needs a moment to start a new one. */
const gpuRestart = [0, 300, 1200]

/** Calls that need the model; it is loaded anew before them when the worker was lost. */
const needsModel: ReadonlySet<Method> = new Set<Method>(['prepare', 'run', 'benchmark', 'check', 'convert'])

/**
 * The engine with its memory of what must be rebuilt: the drops that are open and the model that is loaded, as `File`
 * handles and requests. When the worker or the GPU is lost, it starts a new worker, opens and loads again (the same
 * rung once, then the next), and repeats the call, so that the caller sees an answer and a note.
 */
export function createEngine(connect: () => Link): Engine {
  const opened = new Map<string, OpenRequest>()
  const recoveryListeners = new Set<(note: string) => void>()
  const reloadListeners = new Set<(loaded: LoadedModel) => void>()
  const lost = new Map<RungId, string>()
  let connection: Connection | null = null
  let rebuilding: Promise<void> | null = null
  let load: LoadRequest | null = null
  let loaded: LoadedModel | null = null

  const tell = (note: string) => {
    for (const listener of recoveryListeners) listener(note)
  }
  const lostList = () => [...lost].map(([id, reason]) => ({ id, reason }))

  async function live(withModel: boolean): Promise<Connection> {
    if (rebuilding === null && (connection === null || connection.gone)) {
      rebuilding = rebuild().finally(() => {
        rebuilding = null
      })
    }
    await rebuilding
    if (connection === null || connection.gone)
      throw new EngineError('worker-lost', 'The worker could not be started again.')
    if (withModel && loaded === null) throw new EngineError('not-loaded', 'No model is loaded.', 'Drop a model first.')
    return connection
  }

  async function rebuild(): Promise<void> {
    const first = connection === null
    const fresh = new Connection(connect())
    connection = fresh
    if (first) return
    for (const request of opened.values()) await fresh.call('open', request)
    if (load === null) return
    const request = load
    const before = loaded
    loaded = null
    try {
      loaded = await reload(fresh, request, before?.rung ?? null)
      for (const listener of reloadListeners) listener(loaded)
    } catch (error) {
      // A worker lost once more is the caller's to try again, with the same model.
      if (fresh.gone) loaded = before
      throw error
    }
  }

  /** The rung it was on, with patience for a GPU that restarts; if it stays away, down the ladder. */
  async function reload(fresh: Connection, request: LoadRequest, before: RungId | null): Promise<LoadedModel> {
    const wanted = before !== null && !lost.has(before) ? before : null
    if (wanted !== null) {
      const waits = wanted === 'webgpu' || wanted === 'webgl' ? gpuRestart : [0]
      for (const wait of waits) {
        await pause(wait)
        try {
          return await fresh.call('load', { ...request, backend: wanted, lost: [] })
        } catch (error) {
          if (fresh.gone) throw error
        }
      }
      lost.set(wanted, 'lost while it ran, and did not start again')
    }
    const next = await fresh.call('load', { ...request, backend: 'auto', lost: lostList() })
    if (before !== null && next.rung !== before)
      tell(`${rungLabels[before]} did not come back; the model now runs on ${rungLabels[next.rung]}.`)
    return next
  }

  async function call<M extends Method>(method: M, request: Request<M>, options: CallOptions = {}): Promise<Value<M>> {
    const onRung = new Map<RungId, number>()
    for (let losses = 0; ; losses++) {
      let current: Connection | null = null
      try {
        current = await live(needsModel.has(method))
        const value = await current.call(method, withLosses(method, request), options)
        remember(method, request, value)
        return value
      } catch (error) {
        const wrapped = toEngineError(error)
        if (wrapped.code === 'backend-unavailable' && losses > 0 && losses < maxLosses) {
          await pause(gpuRestart[losses] ?? 0)
          continue
        }
        if (wrapped.code !== 'worker-lost' && wrapped.code !== 'gpu-lost') throw wrapped
        if (current?.givenUp === true && options.signal?.aborted !== true) {
          losses--
          continue
        }
        connection?.close('the GPU was lost')
        if (losses >= maxLosses || options.signal?.aborted) throw wrapped
        noteLoss(wrapped, onRung, method === 'load' && losses > 0)
      }
    }
  }

  function noteLoss(error: EngineError, onRung: Map<RungId, number>, stepDown: boolean): void {
    // While a model loads its rung is not known yet; the GPU rungs are given up from the top.
    const rung = stepDown ? rungIds.find((id) => !lost.has(id)) : loaded?.rung
    if (rung !== undefined && stepDown) onRung.set(rung, 1)
    const what = error.code === 'gpu-lost' ? 'The GPU was lost' : 'The worker was lost'
    if (rung === undefined) {
      tell(`${what}; it was started again.`)
      return
    }
    const count = (onRung.get(rung) ?? 0) + 1
    onRung.set(rung, count)
    if (count < 2)
      tell(
        `${what} while the model was on ${rungLabels[rung]}; it was started again and the model reloaded from its files.`,
      )
    else {
      lost.set(rung, `lost ${count} times while it ran the model`)
      tell(`${what} again; ${rungLabels[rung]} is passed over from now on.`)
    }
  }

  function withLosses<M extends Method>(method: M, request: Request<M>): Request<M> {
    if (method !== 'load') return request
    const wanted = request as LoadRequest
    return { ...wanted, lost: wanted.backend === 'auto' ? [...wanted.lost, ...lostList()] : [] } as Request<M>
  }

  function remember<M extends Method>(method: M, request: Request<M>, value: Value<M>): void {
    if (method === 'open') opened.set((request as OpenRequest).drop, request as OpenRequest)
    else if (method === 'load') {
      load = request as LoadRequest
      loaded = value as LoadedModel
      if (load.backend !== 'auto') lost.delete(load.backend)
    } else if (method === 'dispose') {
      load = null
      loaded = null
    } else if (method === 'keep') {
      const { drops } = request as Request<'keep'>
      for (const drop of opened.keys()) if (!drops.includes(drop)) opened.delete(drop)
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

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}
