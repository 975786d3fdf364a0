import type { Rectangle } from '../../../base/geometry.ts'

/** The least part of a picture's width that is shown. */
const nearest = 1 / 32

/** A part of `whole` seen `factor` times as large, around its middle and within the whole. */
export function zoomed(view: Rectangle, whole: Rectangle, factor: number): Rectangle {
  const share = Math.max(nearest, Math.min(1, view.width / whole.width / factor))
  const [width, height] = [whole.width * share, whole.height * share]
  return within({ x: view.x + (view.width - width) / 2, y: view.y + (view.height - height) / 2, width, height }, whole)
}

/** A part of `whole` moved by parts of its own size, within the whole. */
export function moved(view: Rectangle, whole: Rectangle, x: number, y: number): Rectangle {
  return within({ ...view, x: view.x + x * view.width, y: view.y + y * view.height }, whole)
}

function within({ x, y, width, height }: Rectangle, whole: Rectangle): Rectangle {
  const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), Math.max(low, high))
  return {
    x: clamp(x, whole.x, whole.x + whole.width - width),
    y: clamp(y, whole.y, whole.y + whole.height - height),
    width,
    height,
  }
}
