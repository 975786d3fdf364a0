import type { Rectangle, Size } from '../../../base/geometry.ts'

/** Part of a zoomed thing's size that is shown around it, on each side. */
const margin = 0.25

/**
 * The part of a picture that shows `thing` as large as possible with a margin, in the shape of the picture and within
 * it; the whole picture for `null`. All in pixels of the picture.
 */
export function viewOn(picture: Size, thing: Rectangle | null): Rectangle {
  const whole = { x: 0, y: 0, width: picture.width, height: picture.height }
  if (thing === null) return whole
  const share = Math.max(thing.width / picture.width, thing.height / picture.height) * (1 + 2 * margin)
  if (!(share > 0 && share < 1)) return whole
  const [width, height] = [picture.width * share, picture.height * share]
  return {
    x: within(thing.x + thing.width / 2 - width / 2, picture.width - width),
    y: within(thing.y + thing.height / 2 - height / 2, picture.height - height),
    width,
    height,
  }
}

function within(edge: number, last: number): number {
  return Math.min(Math.max(edge, 0), last)
}

/** Whether a zoom to the thing would show less than the whole picture. */
export function canZoom(picture: Size, thing: Rectangle): boolean {
  return viewOn(picture, thing).width < picture.width
}

/** CSS that moves and scales a picture so that `view` fills its frame. */
export function placeOf(part: Rectangle, view: Rectangle) {
  return {
    left: `${((part.x - view.x) / view.width) * 100}%`,
    top: `${((part.y - view.y) / view.height) * 100}%`,
    width: `${(part.width / view.width) * 100}%`,
    height: `${(part.height / view.height) * 100}%`,
  }
}
