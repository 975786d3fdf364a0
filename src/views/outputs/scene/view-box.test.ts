import { describe, expect, it } from 'vitest'
import { canZoom, placeOf, viewOn } from './view-box.ts'

const picture = { width: 640, height: 480 }

describe('viewOn', () => {
  it('is the whole picture without a thing, and for one that fills it', () => {
    const whole = { x: 0, y: 0, ...picture }
    expect(viewOn(picture, null)).toEqual(whole)
    expect(viewOn(picture, { x: -10, y: 0, width: 640, height: 400 })).toEqual(whole)
    expect(viewOn(picture, { x: 10, y: 10, width: 0, height: 0 })).toEqual(whole)
    expect(viewOn(picture, { x: 10, y: 10, width: Number.NaN, height: 4 })).toEqual(whole)
  })
  it('keeps the shape of the picture around the thing', () => {
    expect(viewOn(picture, { x: 280, y: 200, width: 80, height: 80 })).toEqual({
      x: 240,
      y: 180,
      width: 160,
      height: 120,
    })
  })
  it('is offered only for things that are smaller than the picture', () => {
    expect(canZoom(picture, { x: 0, y: 0, width: 80, height: 80 })).toBe(true)
    expect(canZoom(picture, { x: 0, y: 0, width: 600, height: 80 })).toBe(false)
  })
  it('stays within the picture', () => {
    expect(viewOn(picture, { x: 0, y: 400, width: 80, height: 80 })).toMatchObject({ x: 0, y: 360 })
  })
})

it('placeOf scales a part of the picture to the view', () => {
  const view = { x: 160, y: 120, width: 320, height: 240 }
  expect(placeOf({ x: 0, y: 0, ...picture }, view)).toEqual({
    left: '-50%',
    top: '-50%',
    width: '200%',
    height: '200%',
  })
  expect(placeOf(view, view)).toEqual({ left: '0%', top: '0%', width: '100%', height: '100%' })
})
