import { expect, it } from 'vitest'
import { LiveLog } from './figures.ts'

it('has no figures before the first item', () => {
  expect(new LiveLog().figures(5)).toMatchObject({
    rate: null,
    p50: null,
    drawn: 0,
    dropped: 0,
    cause: null,
    trace: [],
  })
})

it('covers the last 10 s, and counts since the start', () => {
  const log = new LiveLog()
  for (let i = 0; i <= 600; i++) log.drawn(i * 50, i < 400 ? 100 : 8, i < 400 ? 50 : 3)
  log.dropped(1_000, 7, 'compiling')
  log.dropped(29_000, 2, 'running')
  log.dropped(29_500, 3, 'page')
  const { rate, p50, p95, overhead, drawn, dropped, cause, trace } = log.figures(30_000)
  expect([rate, p50, p95, overhead, drawn, dropped, cause]).toEqual([20, 8, 8, 3, 601, 12, 'page'])
  expect(trace[0]?.at).toBe(-10_000)
  expect(trace.at(-1)).toEqual({ at: -500, kind: 'dropped', count: 3, cause: 'page' })
})

it('measures the rate between items, not since the start', () => {
  const log = new LiveLog()
  for (const at of [100, 140, 180]) log.drawn(at, 5, 1)
  expect(log.figures(5_000).rate).toBe(25)
})
