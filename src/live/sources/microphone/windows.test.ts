import { describe, expect, it } from 'vitest'
import { Windows } from './windows.ts'

/** Samples per second; a sample is the number of those before it. */
const rate = 1000

function source() {
  const windows = new Windows(rate, 10)
  let sent = 0
  const send = (count: number) => {
    windows.add(Float32Array.from({ length: count }, (_, i) => sent + i))
    sent += count
  }
  return { windows, send }
}

const newest = { seconds: 0.1, contiguous: false }
const following = { seconds: 0.1, contiguous: true }

describe('windows of a sound that goes on', () => {
  it('are all of it until a run has said how much it takes', () => {
    const { windows, send } = source()
    expect(windows.take(null)).toBe(null)
    send(700)
    expect(windows.take(null)?.samples.length).toBe(700)
    expect(windows.isReady).toBe(false)
  })

  it('end with the newest sample, and come again with each new one', () => {
    const { windows, send } = source()
    send(400)
    expect(windows.take(newest)).toMatchObject({ end: 400, samples: { length: 150 } })
    expect(windows.isReady).toBe(false)
    send(20)
    expect(windows.isReady).toBe(true)
    const { samples, end } = windows.take(newest) ?? { samples: [], end: 0 }
    expect([end, samples.at(-1), samples[0]]).toEqual([420, 419, 270])
    expect(windows.missed()).toBe(0)
  })

  it('are counted as missed if nothing of them was taken', () => {
    const { windows, send } = source()
    send(400)
    windows.take(newest)
    send(350)
    windows.take(newest)
    expect(windows.missed()).toBe(2)
    expect(windows.missed()).toBe(0)
  })

  it('follow each other without a gap for a model with states', () => {
    const { windows, send } = source()
    send(100)
    windows.take(following)
    const ends: number[] = []
    for (let chunk = 0; chunk < 10; chunk++) {
      send(43)
      while (windows.isReady) ends.push(windows.take(following)?.end ?? 0)
      expect(windows.take(following)).toBe(null)
    }
    expect(ends).toEqual([200, 300, 400, 500])
    expect(windows.missed()).toBe(0)
  })

  it('of a length that is not whole do not drift', () => {
    const { windows, send } = source()
    const wanted = { seconds: 0.0333, contiguous: true }
    send(33)
    windows.take(null)
    for (let n = 1; n <= 60; n++) {
      send(34)
      expect(Math.abs((windows.take(wanted)?.end ?? 0) - (33 + n * 33.3))).toBeLessThan(0.51)
    }
  })

  it('skip to the newest when the model is too slow', () => {
    const { windows, send } = source()
    send(100)
    windows.take(following)
    send(1000)
    expect(windows.take(following)?.end).toBe(1100)
    expect(windows.missed()).toBe(9)
  })
})
