import { describe, expect, it } from 'vitest'
import { mostRows, revealRow, rowsInPage, windowRows } from './window-rows.ts'

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

describe('the current row', () => {
  it('stays in the page, in its place, when it is scrolled out', () => {
    const window = { first: 10, last: 13 }
    expect(rowsInPage(window, 100)).toEqual([10, 11, 12])
    expect(rowsInPage(window, 100, 11)).toEqual([10, 11, 12])
    expect(rowsInPage(window, 100, 3)).toEqual([3, 10, 11, 12])
    expect(rowsInPage(window, 100, 99)).toEqual([10, 11, 12, 99])
    expect(rowsInPage(window, 100, 100)).toEqual([10, 11, 12])
  })

  it('is scrolled into view, no further than needed', () => {
    expect(revealRow(5, 100, 100, 20)).toBe(100)
    expect(revealRow(2, 100, 100, 20)).toBe(40)
    expect(revealRow(20, 100, 100, 20)).toBe(320)
  })
})
