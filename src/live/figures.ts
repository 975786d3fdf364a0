import { percentile } from '../base/percentile.ts'
import type { DropCause } from './loop.ts'

/** Figures and trace cover this time before now, ms. */
export const traceTime = 10_000

/** An item that was drawn, or items that were dropped. */
export type LiveEvent =
  | { readonly at: number; readonly kind: 'drawn'; readonly ms: number; readonly overhead: number }
  | { readonly at: number; readonly kind: 'dropped'; readonly count: number; readonly cause: DropCause }

export interface LiveFigures {
  /** Drawn items per second over the last 10 s, or since the start; `null` before the second item. */
  readonly rate: number | null
  /** From the arrival of an item to its drawn result over the last 10 s, ms; `null` without any. */
  readonly p50: number | null
  readonly p95: number | null
  /** Of the time of an item, what does not belong to the model: preparing, decoding, drawing; p50, ms. */
  readonly overhead: number | null
  /** Since the start. */
  readonly drawn: number
  readonly dropped: number
  /** Why the most were dropped in the last 10 s; `null` if none were. */
  readonly cause: DropCause | null
  /** The last 10 s, oldest first; `at` counts from now, −10 000…0 ms. */
  readonly trace: readonly LiveEvent[]
}

/** Collects what happens to the items of a live source. */
export class LiveLog {
  #events: LiveEvent[] = []
  #drawn = 0
  #dropped = 0

  drawn(at: number, ms: number, overhead: number): void {
    this.#drawn++
    this.#events.push({ at, kind: 'drawn', ms, overhead })
  }

  dropped(at: number, count: number, cause: DropCause): void {
    this.#dropped += count
    this.#events.push({ at, kind: 'dropped', count, cause })
  }

  figures(now: number): LiveFigures {
    this.#events = this.#events.filter(({ at }) => at >= now - traceTime)
    const trace = this.#events.map((event) => ({ ...event, at: event.at - now }))
    const drawn = trace.filter((event) => event.kind === 'drawn')
    const times = drawn.map(({ ms }) => ms)
    const [first] = drawn
    const last = drawn.at(-1)
    const span = first === undefined || last === undefined ? 0 : last.at - first.at
    return {
      rate: span > 0 ? ((drawn.length - 1) * 1000) / span : null,
      p50: times.length === 0 ? null : percentile(times, 0.5),
      p95: times.length === 0 ? null : percentile(times, 0.95),
      overhead:
        times.length === 0
          ? null
          : percentile(
              drawn.map(({ overhead }) => overhead),
              0.5,
            ),
      drawn: this.#drawn,
      dropped: this.#dropped,
      cause: mainCause(trace),
      trace,
    }
  }
}

function mainCause(events: readonly LiveEvent[]): DropCause | null {
  const counts = new Map<DropCause, number>()
  for (const event of events)
    if (event.kind === 'dropped') counts.set(event.cause, (counts.get(event.cause) ?? 0) + event.count)
  const [most] = [...counts].sort(([, a], [, b]) => b - a)
  return most?.[0] ?? null
}
