import { describe, expect, it } from 'vitest'
import { mostRows, windowRows } from './window-rows.ts'

describe('windowRows', () => {
  it('shows the first rows and the overscan below them', () => {
    expect(windowRows(0, 240, 24, 1000)).toEqual({ first: 0, last: 16 })
  })

  it('moves with the scroll position', () => {
    expect(windowRows(2400, 240, 24, 1000)).toEqual({ first: 94, last: 116 })
  })

  it('ends at the last row', () => {
    expect(windowRows(23_760, 240, 24, 1000)).toEqual({ first: 984, last: 1000 })
  })

  it('draws nothing of an empty list and survives a scroll position beyond the end', () => {
    expect(windowRows(0, 240, 24, 0)).toEqual({ first: 0, last: 0 })
    expect(windowRows(9600, 240, 24, 10)).toEqual({ first: 4, last: 10 })
  })

  it('keeps the whole list below the height that browsers can draw', () => {
    expect(mostRows(24) * 24).toBeLessThan(17_000_000)
  })
})
