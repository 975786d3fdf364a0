import type { Point } from './layers.ts'
import type { Box, Drawing, Line } from './layout.ts'
import { keyOf } from './structure.ts'
import type { Extent, View } from './use-pan-zoom.ts'

type Sized = { readonly clientWidth: number; readonly clientHeight: number } | null

export function isIn({ x, y, width, height }: Box, { left, top, right, bottom }: Extent): boolean {
  return x < right && x + width > left && y < bottom && y + height > top
}

export function isLineIn({ points }: Line, { left, top, right, bottom }: Extent): boolean {
  const xs = points.map(({ x }) => x)
  const ys = points.map(({ y }) => y)
  return Math.min(...xs) < right && Math.max(...xs) > left && Math.min(...ys) < bottom && Math.max(...ys) > top
}

/** A smooth way through the points, downwards at each of them. */
export function curve(points: readonly Point[]): string {
  const [first, ...others] = points
  if (first === undefined) return ''
  let from = first
  let path = `M${round(first.x)} ${round(first.y)}`
  for (const to of others) {
    const bend = (to.y - from.y) / 2
    path +=
      Math.abs(to.x - from.x) < 0.5
        ? `L${round(to.x)} ${round(to.y)}`
        : `C${round(from.x)} ${round(from.y + bend)} ${round(to.x)} ${round(to.y - bend)} ${round(to.x)} ${round(to.y)}`
    from = to
  }
  return path
}

const round = (value: number) => Math.round(value * 10) / 10

/** The top of a drawing in the middle of the frame; or `whole`, scaled to fit. */
export function startView({ width, height, boxes }: Drawing, frame: Sized, whole: boolean): View {
  const { clientWidth, clientHeight } = frame ?? { clientWidth: 800, clientHeight: 600 }
  const fitting = Math.min(clientWidth / Math.max(1, width), clientHeight / Math.max(1, height))
  const scale = Math.max(0.08, Math.min(1, whole ? fitting : Math.max(0.6, clientWidth / Math.max(1, width))))
  const top = boxes.reduce<Box | null>((best, box) => (best === null || box.y < best.y ? box : best), null)
  const middle = whole || width * scale <= clientWidth || top === null ? width / 2 : top.x + top.width / 2
  return { x: middle - clientWidth / 2 / scale, y: 0, scale }
}

/** The view in which the first box in sight that both drawings have stays where it is. */
export function anchored(view: View, before: Drawing, after: Drawing): View {
  const places = new Map(after.boxes.map((box) => [keyOf(box), box]))
  const inSight = before.boxes
    .filter((box) => box.y + box.height > view.y && places.has(keyOf(box)))
    .sort((a, b) => a.y - b.y)
  const [anchor] = inSight.filter(({ open, y }) => !open || y >= view.y)
  const now = anchor === undefined ? undefined : places.get(keyOf(anchor))
  if (anchor === undefined || now === undefined) return view
  const middle = (box: Box) => box.x + box.width / 2
  return { ...view, x: view.x + middle(now) - middle(anchor), y: view.y + now.y - anchor.y }
}

/** The view with a box in sight: unchanged if it is, else with its top in the middle. */
export function centred(view: View, box: Box, frame: Sized): View {
  const { clientWidth, clientHeight } = frame ?? { clientWidth: 800, clientHeight: 600 }
  const [width, height] = [clientWidth / view.scale, clientHeight / view.scale]
  const isInSight =
    box.y >= view.y &&
    box.y + Math.min(box.height, 60) <= view.y + height &&
    box.x + box.width / 2 >= view.x &&
    box.x + box.width / 2 <= view.x + width
  if (isInSight) return view
  return { ...view, x: box.x + box.width / 2 - width / 2, y: box.y - height / 3 }
}
