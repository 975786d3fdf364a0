/** What is read of a `PerformanceResourceTiming`; times in ms since the page began, sizes in bytes. */
export interface Timing {
  readonly name: string
  readonly startTime: number
  readonly transferSize: number
}

/** Whether a request counts; `since` in ms since the page began. */
export type Counts = (entry: Timing, origin: string, since: number) => boolean

/** True when the entry is a request that left the page after `since`: to another origin, or answered by the network. */
export const leftThePage: Counts = (entry, origin, since) =>
  isRequest(entry, since) && (new URL(entry.name).origin !== origin || entry.transferSize > 0)

/** True when the entry is a request to another origin after `since`. */
export const wentElsewhere: Counts = (entry, origin, since) =>
  isRequest(entry, since) && new URL(entry.name).origin !== origin

/** False for object and data URLs. */
function isRequest({ name, startTime }: Timing, since: number): boolean {
  return /^(https?|wss?):/.test(name) && startTime >= since
}

/** Counts the page's own requests from now on, and tells of each change. Workers have timelines of their own. */
export function countPageRequests(counts: Counts, onChange: (count: number) => void): void {
  const since = performance.now()
  let count = 0
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as PerformanceResourceTiming[]
    const found = entries.filter((entry) => counts(entry, location.origin, since))
    if (found.length === 0) return
    count += found.length
    onChange(count)
  })
  observer.observe({ type: 'resource', buffered: true })
}
