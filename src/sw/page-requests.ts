/** What is read of a `PerformanceResourceTiming`; times in ms since the page began, sizes in bytes. */
export interface Timing {
  readonly name: string
  readonly startTime: number
  readonly transferSize: number
}

/** True when the entry is a request that left the page: to another origin, or answered by the network. */
export function leftThePage(entry: Timing, origin: string): boolean {
  return hasNetwork(entry) && (new URL(entry.name).origin !== origin || entry.transferSize > 0)
}

/** True when the entry is a request to another origin. */
export function wentElsewhere(entry: Timing, origin: string): boolean {
  return hasNetwork(entry) && new URL(entry.name).origin !== origin
}

/** False for object and data URLs. */
function hasNetwork(entry: Timing): boolean {
  return /^(https?|wss?):/.test(entry.name)
}

/** Counts the page's own requests from now on, and tells of each change. Workers have timelines of their own. */
export function countPageRequests(
  counts: (entry: Timing, origin: string) => boolean,
  onChange: (count: number) => void,
): void {
  const since = performance.now()
  let count = 0
  const observer = new PerformanceObserver((list) => {
    const entries = list.getEntries() as PerformanceResourceTiming[]
    const found = entries.filter((entry) => entry.startTime >= since && counts(entry, location.origin))
    if (found.length === 0) return
    count += found.length
    onChange(count)
  })
  observer.observe({ type: 'resource', buffered: true })
}
