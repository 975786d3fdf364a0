import { throwIfAborted } from '../base/abort.ts'
import { EngineError, toEngineError } from '../base/errors.ts'
import type { LadderReport, RungId, RungReport } from '../base/ladder.ts'
import type { SessionRequest } from './contract.ts'
import type { DeviceProbe, RunningDevice, StartContext } from './device.ts'
import type { Executor } from './executor.ts'
import { rank } from './ladder-order.ts'
import { once } from './once.ts'
import type { Queue } from './queue.ts'
import { lackingReason, noRung, pinnedLacks, unavailable } from './refusals.ts'
import type { Rung } from './rungs.ts'

interface HeldDevice {
  readonly device: RunningDevice
  /** Number of sessions on it. */
  users: number
}

export interface Chosen {
  readonly rung: Rung
  readonly device: RunningDevice
  readonly report: LadderReport
  /** Call this within the queue when the session on the rung has ended. */
  readonly release: () => Promise<void>
}

/** The ops of the model on an executor. Raises what lowering and planning raise. */
export type OperationsFor = (executor: Executor) => Promise<ReadonlyMap<string, number>>

type Verdict = Pick<RungReport, 'state' | 'reason'>
type Verdicts = Map<RungId, Verdict>

/** This worker's rungs: the result of each probe, and which ones are running, passed their self-test or failed. */
export class Ladder {
  readonly #rungs: readonly Rung[]
  readonly #context: StartContext
  readonly #queue: Queue
  readonly #probes: ReadonlyMap<RungId, () => Promise<DeviceProbe>>
  readonly #held = new Map<RungId, HeldDevice>()
  /** Result of the last start of each rung: `ready` or `failed`. */
  readonly #tried: Verdicts = new Map()

  constructor(rungs: readonly Rung[], context: StartContext, queue: Queue) {
    this.#rungs = rungs
    this.#context = context
    this.#queue = queue
    this.#probes = new Map(rungs.map(({ id, device }) => [id, once(() => device.probe(context.environment))]))
  }

  /** Probes every rung, once; starts none. */
  async report(): Promise<LadderReport> {
    const probes = await this.#probeAll()
    const used: Verdicts = new Map()
    for (const [id, { users }] of this.#held) {
      const tried = this.#tried.get(id)
      if (users > 0 && tried !== undefined) used.set(id, { ...tried, state: 'in-use' })
    }
    return this.#compose(probes, used)
  }

  /** Bytes of freed memory that the running devices can never give back. */
  spare(): number {
    return [...this.#held.values()].reduce((sum, { device }) => sum + device.spare(), 0)
  }

  /**
   * Starts the pinned rung, or the best one that has the model's kernels, and adds a user to it. Only this rung is in
   * use in the report. Raises `backend-unavailable`, `backend-wrong`, `kernel-missing`, `gpu-lost`, `cancelled`, and
   * what `operationsFor` raises.
   */
  async choose(operationsFor: OperationsFor, request: SessionRequest): Promise<Chosen> {
    const probes = await this.#probeAll()
    throwIfAborted(request.signal)
    const verdicts: Verdicts = new Map(request.lost.map(({ id, reason }) => [id, { state: 'failed', reason }]))
    const pinned = request.backend === 'auto' ? null : request.backend
    const order = pinned === null ? rank(probes).filter((id) => !verdicts.has(id)) : [pinned]
    for (const id of order) {
      const probe = probes.get(id)
      if (probe === undefined || probe.state === 'unavailable') continue
      const rung = this.#rung(id)
      const operations = await operationsFor(rung.executor)
      throwIfAborted(request.signal)
      try {
        const lacking = await rung.device.lacking(operations)
        if (lacking.length > 0) {
          verdicts.set(id, { state: 'no-kernel', reason: lackingReason(id, lacking) })
          continue
        }
        const held = await this.#queue(() => this.#start(rung))
        held.users++
        const reason = testedReason(held.device, probe)
        this.#tried.set(id, { state: probe.state === 'software' ? 'software' : 'ready', reason })
        verdicts.set(id, { state: 'in-use', reason })
        const release = () => this.#release(id)
        return { rung, device: held.device, report: this.#compose(probes, verdicts), release }
      } catch (error) {
        const verdict = { state: 'failed', reason: toEngineError(error).message } as const
        verdicts.set(id, verdict)
        this.#tried.set(id, verdict)
        if (pinned !== null) throw unavailable(id, error)
      }
      throwIfAborted(request.signal)
    }
    const report = this.#compose(probes, verdicts)
    const own = report.find(({ id }) => id === pinned)
    if (own === undefined) throw noRung(report)
    if (own.state !== 'no-kernel') throw unavailable(own.id, new Error(own.reason))
    throw pinnedLacks(own, await this.#ableRungs(report, own.id, operationsFor))
  }

  /**
   * Removes a user. A device without users stays ready for the next model until another rung starts or the device is
   * lost.
   */
  async #release(id: RungId): Promise<void> {
    const held = this.#held.get(id)
    if (held === undefined) return
    held.users--
    if (held.device.loss.error !== null) await this.#stopIdle()
  }

  async #stopIdle(): Promise<void> {
    for (const [id, { device, users }] of this.#held) {
      if (users > 0) continue
      this.#held.delete(id)
      await device.stop()
    }
  }

  async #start({ id, device }: Rung): Promise<HeldDevice> {
    const known = this.#held.get(id)
    if (known !== undefined && known.device.loss.error === null) return known
    await this.#stopIdle()
    const held: HeldDevice = { device: await device.start(this.#context), users: 0 }
    this.#held.set(id, held)
    return held
  }

  /** The other rungs that have all kernels of the model. */
  async #ableRungs(report: LadderReport, pinned: RungId, operationsFor: OperationsFor): Promise<readonly RungId[]> {
    const able: RungId[] = []
    for (const { id, state } of report) {
      if (state === 'unavailable' || id === pinned) continue
      const { device, executor } = this.#rung(id)
      const lacking = await operationsFor(executor)
        .then((operations) => device.lacking(operations))
        .catch(() => null)
      if (lacking?.length === 0) able.push(id)
    }
    return able
  }

  async #probeAll(): Promise<ReadonlyMap<RungId, DeviceProbe>> {
    return new Map(await Promise.all([...this.#probes].map(async ([id, probe]) => [id, await probe()] as const)))
  }

  #compose(probes: ReadonlyMap<RungId, DeviceProbe>, verdicts: Verdicts): LadderReport {
    return this.#rungs.map(({ id }) => {
      const { state, reason, device } = probes.get(id) ?? { state: 'unknown' as const, reason: '', device: '' }
      return { id, device, state, reason, ...(verdicts.get(id) ?? this.#tried.get(id)) }
    })
  }

  #rung(id: RungId): Rung {
    const rung = this.#rungs.find((candidate) => candidate.id === id)
    if (rung === undefined) throw new EngineError('internal', `There is no rung ${id}.`)
    return rung
  }
}

/** `SIMD, 2 threads; self-test passed in 3.1 ms`. */
function testedReason({ note, testMs }: RunningDevice, probe: DeviceProbe): string {
  const what = probe.state === 'software' ? probe.reason : note
  return [what, `self-test passed in ${testMs.toFixed(testMs < 10 ? 1 : 0)} ms`].filter(Boolean).join('; ')
}
