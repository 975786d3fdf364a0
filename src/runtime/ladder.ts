import { throwIfAborted } from '../base/abort.ts'
import { EngineError, toEngineError } from '../base/errors.ts'
import { type LadderReport, type RungId, type RungReport, rungLabels } from '../base/ladder.ts'
import type { SessionRequest } from './contract.ts'
import { rank } from './ladder-order.ts'
import { once } from './once.ts'
import type { Queue } from './queue.ts'
import { rungs } from './rungs/index.ts'
import type { Rung, RungContext, RungProbe, RunningRung } from './tfjs/devices/backend.ts'
import { lackingOps, lackingReason } from './tfjs/kernels.ts'
import { loadCore } from './tfjs/packages.ts'
import { selfTest } from './tfjs/self-test.ts'

interface Held {
  readonly running: RunningRung
  /** What is told of it from now on; `tested` is its part about the self-test. */
  readonly reason: string
  readonly tested: string
  /** Sessions that live on it. */
  users: number
}

export interface Chosen {
  readonly id: RungId
  readonly running: RunningRung
  readonly report: LadderReport
}

type Verdicts = Map<RungId, Pick<RungReport, 'state' | 'reason'>>

/** The rungs of this worker: what the browser says of each, which are running, and which failed. */
export class Ladder {
  readonly #context: Omit<RungContext, 'tf'>
  readonly #queue: Queue
  readonly #probes = new Map(rungs.map((rung) => [rung.id, once(() => rung.probe(this.#context.environment))]))
  readonly #held = new Map<RungId, Held>()
  readonly #failed: Verdicts = new Map()

  constructor(context: Omit<RungContext, 'tf'>, queue: Queue) {
    this.#context = context
    this.#queue = queue
  }

  /** Asks the browser about every rung, once; starts none. */
  async report(): Promise<LadderReport> {
    return this.#compose(await this.#probeAll(), new Map())
  }

  /**
   * Starts the pinned rung, or the best one that has the kernels of `operations`, and counts one more user of it.
   * Raises `backend-unavailable`, `backend-wrong`, `kernel-missing`, `gpu-lost`, `cancelled`.
   */
  async choose(operations: ReadonlyMap<string, number>, request: SessionRequest): Promise<Chosen> {
    const probes = await this.#probeAll()
    throwIfAborted(request.signal)
    const verdicts: Verdicts = new Map(request.lost.map(({ id, reason }) => [id, { state: 'failed', reason }]))
    const pinned = request.backend === 'auto' ? null : request.backend
    const order = pinned === null ? rank(probes).filter((id) => !verdicts.has(id)) : [pinned]
    for (const id of order) {
      const probe = probes.get(id)
      if (probe === undefined || probe.state === 'unavailable') continue
      try {
        const lacking = await this.#lacking(id, operations)
        if (lacking.length > 0) {
          verdicts.set(id, { state: 'no-kernel', reason: lackingReason(id, lacking) })
          continue
        }
        const held = await this.#queue(() => this.#start(id))
        const reason = probe.state === 'software' ? `${probe.reason}; ${held.tested}` : held.reason
        verdicts.set(id, { state: 'in-use', reason })
        held.users++
        return { id, running: held.running, report: this.#compose(probes, verdicts) }
      } catch (error) {
        const verdict = { state: 'failed', reason: toEngineError(error).message } as const
        verdicts.set(id, verdict)
        this.#failed.set(id, verdict)
        if (pinned !== null) throw unavailable(id, error)
      }
      throwIfAborted(request.signal)
    }
    throw await this.#refusal(pinned, operations, this.#compose(probes, verdicts))
  }

  /** One user less. A backend without users stays ready for the next model, until another rung starts or it was lost. */
  async release(id: RungId): Promise<void> {
    const held = this.#held.get(id)
    if (held === undefined) return
    held.users--
    if (held.running.loss.error !== null) await this.#removeIdle()
  }

  async #removeIdle(): Promise<void> {
    for (const [id, { running, users }] of this.#held) {
      if (users > 0) continue
      this.#held.delete(id)
      await this.#remove(id, running)
    }
  }

  async #start(id: RungId): Promise<Held> {
    const known = this.#held.get(id)
    if (known !== undefined && known.running.loss.error === null) return known
    await this.#removeIdle()
    const tf = await loadCore()
    const running = await rungOf(id).start({ ...this.#context, tf })
    // tfjs makes backends lazily and keeps a failed one as the current one; this one is there already.
    if (tf.findBackendFactory(id) !== null) tf.removeBackend(id)
    tf.registerBackend(id, () => running.backend)
    await tf.setBackend(id)
    try {
      const ms = await running.loss.race(selfTest(tf, id))
      const fault = running.faults()[0]
      if (fault !== undefined) throw new Error(`the device reported "${fault}" during the self-test`)
      const tested = `self-test passed in ${ms.toFixed(ms < 10 ? 1 : 0)} ms`
      const held: Held = { running, tested, reason: [running.note, tested].filter(Boolean).join('; '), users: 0 }
      this.#held.set(id, held)
      this.#failed.delete(id)
      return held
    } catch (error) {
      await this.#remove(id, running)
      throw error
    }
  }

  async #remove(id: RungId, running: RunningRung): Promise<void> {
    const tf = await loadCore()
    try {
      tf.removeBackend(id)
    } finally {
      running.dispose()
    }
  }

  async #lacking(id: RungId, operations: ReadonlyMap<string, number>): Promise<readonly string[]> {
    const [tf] = await Promise.all([loadCore(), rungOf(id).load()])
    return lackingOps(operations, { has: (kernel) => tf.getKernel(kernel, id) !== undefined })
  }

  async #refusal(
    pinned: RungId | null,
    operations: ReadonlyMap<string, number>,
    report: LadderReport,
  ): Promise<EngineError> {
    const own = report.find(({ id }) => id === pinned)
    if (own === undefined) {
      const reasons = report.map(({ id, reason }) => `${rungLabels[id]}: ${reason}`).join('; ')
      return new EngineError(
        'backend-unavailable',
        `No backend can run this model. ${reasons}.`,
        'Reload the page; another browser may help.',
      )
    }
    if (own.state !== 'no-kernel') return unavailable(own.id, new Error(own.reason))
    const able: string[] = []
    for (const { id, state } of report) {
      if (state === 'unavailable' || id === own.id) continue
      const lacking = await this.#lacking(id, operations).catch(() => null)
      if (lacking?.length === 0) able.push(rungLabels[id])
    }
    const hint =
      able.length === 0
        ? 'No backend of this browser has them.'
        : `Choose Automatic, or one that has them: ${able.join(', ')}.`
    return new EngineError('kernel-missing', `${own.reason}.`, hint)
  }

  async #probeAll(): Promise<ReadonlyMap<RungId, RungProbe>> {
    return new Map(await Promise.all([...this.#probes].map(async ([id, probe]) => [id, await probe()] as const)))
  }

  #compose(probes: ReadonlyMap<RungId, RungProbe>, verdicts: Verdicts): LadderReport {
    return rungs.map(({ id }) => {
      const { state, reason, device } = probes.get(id) ?? { state: 'unknown' as const, reason: '', device: '' }
      const held = this.#held.get(id)
      const known =
        verdicts.get(id) ??
        (held && held.users > 0 ? ({ state: 'in-use', reason: held.reason } as const) : this.#failed.get(id))
      return { id, device, state, reason, ...known }
    })
  }
}

function rungOf(id: RungId): Rung {
  const rung = rungs.find((candidate) => candidate.id === id)
  if (rung === undefined) throw new EngineError('internal', `There is no rung ${id}.`)
  return rung
}

function unavailable(id: RungId, error: unknown): EngineError {
  if (error instanceof EngineError && error.code !== 'internal') return error
  const reason = error instanceof Error ? error.message : String(error)
  return new EngineError(
    'backend-unavailable',
    `${rungLabels[id]} cannot be used here: ${reason}.`,
    'Choose Automatic, or another backend.',
    error,
  )
}
