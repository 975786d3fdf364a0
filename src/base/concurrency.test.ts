import { describe, expect, it } from 'vitest'
import { mapConcurrently } from './concurrency.ts'

describe('mapConcurrently', () => {
  it('keeps the order and never exceeds the limit', async () => {
    let busy = 0
    let most = 0
    const release: (() => void)[] = []
    const mapped = mapConcurrently([1, 2, 3, 4, 5], 2, async (item) => {
      most = Math.max(most, ++busy)
      await new Promise<void>((resolve) => release.push(resolve))
      busy--
      return item * 10
    })
    while (release.length > 0) {
      release.pop()?.()
      await Promise.resolve()
      await Promise.resolve()
      await Promise.resolve()
    }
    expect(await mapped).toEqual([10, 20, 30, 40, 50])
    expect(most).toBe(2)
  })

  it('starts no further task after an error', async () => {
    const begun: number[] = []
    const mapped = mapConcurrently([1, 2, 3, 4], 1, async (item) => {
      begun.push(item)
      if (item === 2) throw new Error('two')
    })
    await expect(mapped).rejects.toThrow('two')
    expect(begun).toEqual([1, 2])
  })
})
