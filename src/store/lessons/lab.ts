import { toPlainError } from '../../base/errors.ts'
import { uniqueName } from '../../base/unique-name.ts'
import type { Engine, LoadRequest } from '../../engine/protocol.ts'
import type { Lab, Row, Setting } from '../../lessons/contract.ts'
import type { Subject } from './subject.ts'

export interface LabOptions {
  readonly call: Engine['call']
  readonly subject: Subject
  readonly setting: Setting
  readonly signal: AbortSignal
  readonly onStep: (index: number) => void
  readonly onRow: (row: Row) => void
  /** Drops that the experiment opened. */
  readonly held: Set<string>
}

/** An experiment's access to the engine. `close` disposes of its sessions and never fails. */
export function openLab(options: LabOptions): { readonly lab: Lab; readonly close: () => Promise<void> } {
  const { subject, setting, signal, onStep, onRow, held } = options
  const { model, source, bindings, topic, temporary } = subject
  const sessions = temporary ? [model.session] : []
  const drops: string[] = []
  const call: Engine['call'] = (method, request, more = {}) => {
    signal.throwIfAborted()
    return options.call(method, request, { ...more, signal })
  }
  const lab: Lab = {
    topic,
    setting,
    model,
    bindings,
    call,
    load: async (change = {}) => {
      const session = uniqueName()
      const request: LoadRequest = {
        session,
        ...source,
        backend: model.rung,
        signature: model.signature,
        optimise: model.optimisation.enabled,
        lost: [],
        ...change,
        beside: change.drop === undefined ? source.beside : [],
      }
      sessions.push(session)
      return call('load', request)
    },
    open: async (files) => {
      const drop = uniqueName()
      held.add(drop)
      drops.push(drop)
      return call('open', { drop, files })
    },
    step: onStep,
    show: onRow,
  }
  const close = async () => {
    for (const drop of drops) held.delete(drop)
    // A worker that cannot be restarted has freed them too.
    await Promise.all(sessions.map((session) => options.call('dispose', { session }).catch(toPlainError)))
  }
  return { lab, close }
}
