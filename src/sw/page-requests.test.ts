import { describe, expect, it } from 'vitest'
import { leftThePage, type Timing, wentElsewhere } from './page-requests.ts'

const origin = 'https://glassbox.example'

function timing(part: Partial<Timing>): Timing {
  return { name: `${origin}/assets/a.js`, startTime: 1000, transferSize: 0, ...part }
}

describe('leftThePage', () => {
  it('passes over what was answered without the network', () => {
    expect(leftThePage(timing({}), origin, 500)).toBe(false)
  })

  it('counts an answer from the network', () => {
    expect(leftThePage(timing({ transferSize: 300 }), origin, 500)).toBe(true)
  })

  it('counts every request to another origin, whose size is hidden', () => {
    expect(leftThePage(timing({ name: 'https://elsewhere.example/pixel.gif' }), origin, 500)).toBe(true)
    expect(leftThePage(timing({ name: 'wss://elsewhere.example/socket' }), origin, 500)).toBe(true)
  })

  it('passes over what started before', () => {
    expect(leftThePage(timing({ transferSize: 300, startTime: 499 }), origin, 500)).toBe(false)
  })

  it('passes over object and data URLs, which have no network behind them', () => {
    expect(leftThePage(timing({ name: `blob:${origin}/1-2-3`, transferSize: 300 }), origin, 500)).toBe(false)
    expect(leftThePage(timing({ name: 'data:image/png;base64,AAAA', transferSize: 300 }), origin, 500)).toBe(false)
  })
})

describe('wentElsewhere', () => {
  it('passes over the app’s own files, wherever they come from', () => {
    expect(wentElsewhere(timing({ transferSize: 300 }), origin, 500)).toBe(false)
    expect(wentElsewhere(timing({ name: `blob:${origin}/1-2-3` }), origin, 500)).toBe(false)
  })

  it('counts every request to another origin that started since', () => {
    const foreign = timing({ name: 'https://elsewhere.example/pixel.gif' })
    expect(wentElsewhere(foreign, origin, 500)).toBe(true)
    expect(wentElsewhere(foreign, origin, 1001)).toBe(false)
  })
})
