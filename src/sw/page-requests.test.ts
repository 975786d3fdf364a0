import { describe, expect, it } from 'vitest'
import { leftThePage, type Timing, wentElsewhere } from './page-requests.ts'

const origin = 'https://glassbox.example'

function timing(part: Partial<Timing>): Timing {
  return { name: `${origin}/assets/a.js`, startTime: 1000, transferSize: 0, ...part }
}

describe('leftThePage', () => {
  it('passes over what was answered without the network', () => {
    expect(leftThePage(timing({}), origin)).toBe(false)
  })

  it('counts an answer from the network', () => {
    expect(leftThePage(timing({ transferSize: 300 }), origin)).toBe(true)
  })

  it('counts every request to another origin, whose size is hidden', () => {
    expect(leftThePage(timing({ name: 'https://elsewhere.example/pixel.gif' }), origin)).toBe(true)
    expect(leftThePage(timing({ name: 'wss://elsewhere.example/socket' }), origin)).toBe(true)
  })

  it('passes over object and data URLs, which have no network behind them', () => {
    expect(leftThePage(timing({ name: `blob:${origin}/1-2-3`, transferSize: 300 }), origin)).toBe(false)
    expect(leftThePage(timing({ name: 'data:image/png;base64,AAAA', transferSize: 300 }), origin)).toBe(false)
  })
})

describe('wentElsewhere', () => {
  it('passes over the app’s own files, wherever they come from', () => {
    expect(wentElsewhere(timing({ transferSize: 300 }), origin)).toBe(false)
    expect(wentElsewhere(timing({ name: `blob:${origin}/1-2-3` }), origin)).toBe(false)
  })

  it('counts every request to another origin', () => {
    expect(wentElsewhere(timing({ name: 'https://elsewhere.example/pixel.gif' }), origin)).toBe(true)
  })
})
