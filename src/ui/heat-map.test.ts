import { describe, expect, it } from 'vitest'
import { colourTable, scaleFor } from './colour-map.ts'
import { drawHeat, extentOf } from './heat-map.ts'

const luma = (rgb: ArrayLike<number>, at: number) =>
  0.2126 * (rgb[at] ?? 0) + 0.7152 * (rgb[at + 1] ?? 0) + 0.0722 * (rgb[at + 2] ?? 0)

describe('colour scale', () => {
  it('is symmetric about zero when both signs occur', () => {
    expect(scaleFor(-1, 3)).toEqual({ kind: 'diverging', low: -3, high: 3 })
    expect(scaleFor(0, 3)).toEqual({ kind: 'sequential', low: 0, high: 3 })
    expect(scaleFor(-3, -1)).toEqual({ kind: 'sequential', low: -3, high: -1 })
  })

  it('rises in lightness from low to high, so that it reads in grey', () => {
    const table = colourTable('sequential')
    for (let i = 1; i < 256; i++) expect(luma(table, i * 3)).toBeGreaterThanOrEqual(luma(table, (i - 1) * 3))
  })
})

describe('drawHeat', () => {
  const scale = scaleFor(0, 255)

  it('draws one pixel an element, row-major, with the colour of its value', () => {
    const { width, height, rgba, block } = drawHeat((row, column) => (row * 2 + column) * 85, 2, 2, scale)
    expect([width, height, block]).toEqual([2, 2, [1, 1]])
    const table = colourTable('sequential')
    for (let i = 0; i < 4; i++) {
      expect([...rgba.slice(i * 4, i * 4 + 4)]).toEqual([...table.slice(i * 85 * 3, i * 85 * 3 + 3), 255])
    }
  })

  it('takes the mean of a block when the slice is larger than the picture', () => {
    const { width, height, rgba, block } = drawHeat((row) => (row % 2 === 0 ? 0 : 255), 4, 6, scale, 2)
    expect([width, height, block]).toEqual([2, 2, [2, 3]])
    const middle = [...colourTable('sequential').slice(128 * 3, 128 * 3 + 3), 255]
    expect([...rgba.slice(0, 4)]).toEqual(middle)
  })

  it('marks NaN and infinities in a colour that no scale has', () => {
    const { rgba } = drawHeat((_, column) => (column === 0 ? Number.NaN : Number.POSITIVE_INFINITY), 1, 2, scale)
    expect([...rgba]).toEqual([200, 40, 120, 255, 200, 40, 120, 255])
  })

  it('draws a constant slice in one colour', () => {
    const { rgba } = drawHeat(() => 7, 1, 2, scaleFor(7, 7))
    expect([...rgba.slice(0, 4)]).toEqual([...rgba.slice(4)])
  })
})

describe('extentOf', () => {
  it('finds the least and the greatest finite element', () => {
    const cells = [3, Number.NaN, -2, Number.POSITIVE_INFINITY]
    expect(extentOf((row, column) => cells[row * 2 + column] ?? 0, 2, 2)).toEqual([-2, 3])
    expect(extentOf(() => Number.NaN, 2, 2)).toEqual([0, 0])
  })
})
