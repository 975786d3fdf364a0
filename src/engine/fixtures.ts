import { vi } from 'vitest'
import { EngineError } from '../base/errors.ts'
import type { RungId } from '../base/ladder.ts'
import { createEngine } from './client.ts'
import { inProcessLink } from './in-process.ts'
import type { Link } from './link.ts'
import type { LoadedModel, LoadRequest } from './protocol.ts'
import { runAll } from './run-all.ts'
import type { Host } from './serve.ts'

export interface Script {
  /** Behaviour of the n-th run (from 0, over all workers). */
  readonly run: (n: number, rung: RungId) => Promise<string>
  /** Completes before the n-th load (from 0, over all workers). */
  readonly beforeLoad?: (n: number) => Promise<unknown>
  /** What a worker answers to `dispose`. */
  readonly spare?: number
  /** Rungs that no longer start. */
  readonly dead?: ReadonlySet<RungId>
}

/** A host with scripted answers, on links that can be cut; records every call over all restarts. */
export function scripted(script: Script) {
  const calls: string[] = []
  const links: { cut: (reason: string) => void }[] = []
  /** Sessions whose files are no longer readable. */
  const broken = new Set<string>()
  let runs = 0
  let loads = 0
  const connect = (): Link => {
    const sessions = new Map<string, RungId>()
    const load = async ({ session, backend, lost }: LoadRequest): Promise<LoadedModel> => {
      await script.beforeLoad?.(loads++)
      const passed = new Set(lost.map(({ id }) => id))
      const order: readonly RungId[] = backend === 'auto' ? ['webgpu', 'webgl', 'wasm', 'cpu'] : [backend]
      const found = order.find((id) => !passed.has(id) && script.dead?.has(id) !== true)
      if (found === undefined) throw new EngineError('backend-unavailable', `${backend} does not start`)
      if (broken.has(session)) throw new EngineError('weights-missing', 'the file is gone')
      sessions.set(session, found)
      calls.push(`load ${backend} -> ${found}`)
      return { session, rung: found, ladder: lost } as unknown as LoadedModel
    }
    const host = {
      open: async ({ drop }) => {
        calls.push(`open ${drop}`)
        return { drop } as never
      },
      load: (request, { onProgress }) => {
        onProgress({ stage: 'weights', done: 0, total: 1, note: '' })
        return load(request)
      },
      run: async ({ session }) => {
        const rung = sessions.get(session)
        if (rung === undefined) throw new EngineError('not-loaded', 'no model')
        calls.push(`run on ${rung}`)
        return (await script.run(runs++, rung)) as never
      },
      probe: async (_, { signal }) =>
        new Promise((_resolve, reject) => {
          calls.push('probe')
          signal.addEventListener('abort', () => reject(signal.reason))
        }),
      runAll: (request, context) => {
        calls.push(`rows ${request.rows.map(({ id }) => id).join()}`)
        const rung = sessions.get(request.session) ?? 'cpu'
        return runAll(request, context, async () => {
          await script.run(runs++, rung)
          return { settings: { backend: { id: rung }, inputs: [] }, outputs: [], groups: [], ledger: [] } as never
        })
      },
      compare: async ({ session }) => {
        calls.push('compare')
        return (await script.run(runs++, sessions.get(session) ?? 'cpu')) as never
      },
      deliver: async ({ files }) => {
        calls.push(`deliver ${files.map(({ index }) => index).join()}`)
        return null
      },
      benchmark: () => new Promise(() => undefined),
      keep: async () => null,
      dispose: async ({ session }) => {
        sessions.delete(session)
        return { spare: script.spare ?? 0 }
      },
    } as Partial<Host> as Host
    const inner = inProcessLink(host)
    let cut: (reason: string) => void = () => undefined
    const lost = Promise.race([
      inner.lost,
      new Promise<string>((resolve) => {
        cut = resolve
      }),
    ])
    links.push({ cut: (reason) => cut(reason) })
    return { ...inner, lost }
  }
  const engine = createEngine(connect)
  const notes: string[] = []
  engine.onRecovery((note) => notes.push(note))
  return { engine, calls, links, notes, broken }
}

export const never = () => new Promise<string>(() => undefined)
export const gpuLost = (): Promise<never> => Promise.reject(new EngineError('gpu-lost', 'the GPU was lost'))

export const request = { session: 's', bindings: [] }
export const plain: LoadRequest = {
  session: 's',
  drop: 'a',
  candidate: 'm',
  beside: [],
  backend: 'auto',
  signature: null,
  optimise: true,
  lost: [],
}

export async function ready(script: Script, backend: LoadRequest['backend'] = 'auto') {
  const made = scripted(script)
  await made.engine.call('open', { drop: 'a', files: [] })
  await made.engine.call('load', { ...plain, backend })
  made.calls.length = 0
  return made
}

/** GPU restarts take no time. */
export function skipWaits() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  vi.setTimerTickMode('nextTimerAsync')
}
