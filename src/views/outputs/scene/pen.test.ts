import { describe, expect, it } from 'vitest'
import type { Rectangle } from '../../../base/geometry.ts'
import { Pen } from './pen.ts'

/** Records the rectangles, points and pictures that a pen draws. */
function canvas() {
  const rects: number[][] = []
  const moves: number[][] = []
  const pictures: number[][] = []
  const turns: number[][] = []
  const context = new Proxy(
    {
      strokeRect: (...at: number[]) => rects.push(at),
      fillRect: (...at: number[]) => rects.push(at),
      moveTo: (...at: number[]) => moves.push(at),
      lineTo: (...at: number[]) => moves.push(at),
      drawImage: (_: unknown, ...at: number[]) => pictures.push(at),
      translate: (...by: number[]) => turns.push(by),
      scale: (...by: number[]) => turns.push(by),
      measureText: () => ({ width: 20 }),
    },
    { get: (target, name) => Reflect.get(target, name) ?? (() => undefined), set: () => true },
  )
  return { context: context as unknown as CanvasRenderingContext2D, rects, moves, pictures, turns }
}

/** A picture of 640 × 480 on a canvas of half the size. */
const whole: Rectangle = { x: 0, y: 0, width: 640, height: 480 }
const size = { width: 320, height: 240 }
const box: Rectangle = { x: 100, y: 60, width: 80, height: 40 }

/** The casing and the line. */
const twice = (at: readonly number[]) => [at, at]

describe('a pen', () => {
  it('scales positions of the picture to the canvas', () => {
    const { context, rects, moves } = canvas()
    const pen = new Pen(context, whole, size)
    pen.boxes([box], '#fff')
    pen.lines(
      [
        [
          { x: 0, y: 0 },
          { x: 640, y: 480 },
        ],
      ],
      '#fff',
    )
    expect(rects).toEqual(twice([50, 30, 40, 20]))
    expect(moves).toEqual([
      [0, 0],
      [320, 240],
    ])
  })

  it('changes left and right in a mirror, to the pixel', () => {
    const { context, rects, moves, pictures, turns } = canvas()
    const pen = new Pen(context, whole, size, true)
    pen.boxes([box], '#fff')
    pen.lines(
      [
        [
          { x: 100, y: 60 },
          { x: 0, y: 0 },
        ],
      ],
      '#fff',
    )
    // The right edge of the box becomes its left one: 320 − (100 + 80) / 2.
    expect(rects).toEqual(twice([230, 30, 40, 20]))
    expect(moves).toEqual([
      [270, 30],
      [320, 0],
    ])
    pen.tint({} as OffscreenCanvas, box, 1, false)
    expect(pictures).toEqual([[230, 30, 40, 20]])
    // Turned around the middle of its place: x becomes 2 · 230 + 40 − x.
    expect(turns).toEqual([
      [500, 0],
      [-1, 1],
    ])
  })

  it('zooms in a mirror to the same part of the picture', () => {
    const { context, rects } = canvas()
    new Pen(context, { x: 60, y: 40, width: 160, height: 120 }, size, true).boxes([box], '#fff')
    expect(rects).toEqual(twice([80, 40, 160, 80]))
  })

  it('covers what is left out with chequers, and cuts out what is kept', () => {
    const { context, rects, pictures } = canvas()
    new Pen(context, whole, { width: 16, height: 12 }).coverAround({} as OffscreenCanvas, whole)
    expect(rects).toEqual([
      [0, 0, 16, 12],
      [0, 0, 8, 8],
      [8, 8, 8, 8],
    ])
    expect(pictures).toEqual([[0, 0, 16, 12]])
  })

  it('writes names unmirrored, above the upper left corner on the screen', () => {
    const { context, rects } = canvas()
    new Pen(context, whole, size, true).tag({ text: 'cat 0.94', short: '1' }, box, '#fff')
    expect(rects[0]).toEqual([229, 9, 36, 20])
  })
})
