import { describe, expect, it } from 'vitest'
import { type DropCause, Loop, type Outcome } from './loop.ts'

/** A loop over numbered items whose runs end when the test says so. */
function made() {
  let time = 0
  let newest = 0
  const taken: number[] = []
  const drawn: number[] = []
  const dropped: [number, DropCause][] = []
  let end: (outcome: Outcome) => void = () => undefined
  const loop = new Loop<number>(
    {
      take: () => {
        taken.push(newest)
        return newest
      },
      pass: () => new Promise<Outcome>((resolve) => (end = resolve)),
      onDrawn: (ms) => drawn.push(ms),
      onDropped: (count, cause) => dropped.push([count, cause]),
    },
    () => time,
  )
  return {
    loop,
    taken,
    drawn,
    dropped,
    arrive: (at: number, missed?: number, cause?: DropCause) => {
      time = at
      newest++
      loop.arrived(missed, cause)
    },
    end: async (at: number, outcome: Outcome = { drawn: true, cause: 'running' }) => {
      time = at
      end(outcome)
      await new Promise((resolve) => setTimeout(resolve))
    },
  }
}

describe('a live loop', () => {
  it('runs each item if runs are shorter than the time between items', async () => {
    const { arrive, end, taken, drawn, dropped } = made()
    arrive(0)
    await end(10)
    arrive(33)
    await end(44)
    expect(taken).toEqual([1, 2])
    expect(drawn).toEqual([10, 11])
    expect(dropped).toEqual([])
  })

  it('goes on with the newest item after a long run, and tells how many were dropped and why', async () => {
    const { arrive, end, taken, drawn, dropped } = made()
    arrive(0)
    for (const at of [33, 66, 99]) arrive(at)
    await end(100, { drawn: true, cause: 'compiling' })
    expect(dropped).toEqual([[2, 'compiling']])
    await end(120)
    expect(taken).toEqual([1, 4])
    expect(drawn).toEqual([100, 21])
    expect(dropped).toEqual([[2, 'compiling']])
  })

  it('repeats an item without counting it as dropped', async () => {
    const { loop, arrive, end, taken, dropped } = made()
    arrive(0)
    loop.repeat()
    loop.repeat()
    arrive(33)
    await end(40)
    loop.repeat()
    await end(50)
    await end(60)
    expect(taken).toEqual([1, 2, 2])
    expect(dropped).toEqual([])
  })

  it('counts the items that the page did not hear of', async () => {
    const { arrive, dropped } = made()
    arrive(0, 90, 'hidden')
    expect(dropped).toEqual([[90, 'hidden']])
  })

  it('goes on after an item that failed', async () => {
    const { arrive, end, taken, drawn } = made()
    arrive(0)
    await end(5, { drawn: false, cause: 'recovering' })
    arrive(33)
    await end(40)
    expect(taken).toEqual([1, 2])
    expect(drawn).toEqual([7])
  })

  it('ends when it is stopped, also during a run', async () => {
    const { loop, arrive, end, taken, drawn } = made()
    arrive(0)
    arrive(33)
    loop.stop()
    await end(50)
    arrive(66)
    expect(taken).toEqual([1])
    expect(drawn).toEqual([])
  })
})
