/** What is read of a `PerformanceResourceTiming`; times in ms since the page began, sizes in bytes. */
export interface Timing {
  readonly name: string
  readonly startTime: number
  readonly transferSize: number
}

/** True when the entry is a request that left the page after `since`: to another origin, or answered by the network. */
export function leftThePage(entry: Timing, origin: string, since: number): boolean {
  if (!/^(https?|wss?):/.test(entry.name) || entry.startTime < since) return false
  return new URL(entry.name).origin !== origin || entry.transferSize > 0
}

/** Counts the page's own requests from now on, and tells of each change. Workers have timelines of their own. */
export function countPageRequests(onChange: (count: number) => void): void {
  const since = performance.now()
  let count = 0
  const observer = new PerformanceObserver((list) => {
    const found = (list.getEntries() as PerformanceResourceTiming[]).filter((e) =>
      leftThePage(e, location.origin, since),
    )
    if (found.length === 0) return
    count += found.length
    onChange(count)
  })
  observer.observe({ type: 'resource', buffered: true })
}
