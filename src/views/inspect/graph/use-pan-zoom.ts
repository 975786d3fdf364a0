import { type RefObject, useCallback, useEffect, useRef, useState } from 'react'

/** The part of the drawing that is in sight: what is at the frame's left upper corner, and px of the page per px. */
export interface View {
  readonly x: number
  readonly y: number
  readonly scale: number
}

/** The part of the drawing whose boxes are in the page, px of the drawing. */
export interface Extent {
  readonly left: number
  readonly top: number
  readonly right: number
  readonly bottom: number
}

export interface PanZoom {
  readonly frame: RefObject<HTMLDivElement | null>
  /** Moved directly while panning, without rendering. */
  readonly canvas: RefObject<SVGGElement | null>
  readonly extent: Extent
  readonly show: (view: View) => void
  readonly view: () => View
  readonly zoomBy: (factor: number) => void
  readonly panBy: (x: number, y: number) => void
}

const least = 0.08
const most = 2.5

/** Panning by dragging and scrolling, zooming with Control and the wheel or by pinching. */
export function usePanZoom(): PanZoom {
  const frame = useRef<HTMLDivElement>(null)
  const canvas = useRef<SVGGElement>(null)
  const current = useRef<View>({ x: 0, y: 0, scale: 1 })
  const size = useRef({ width: 800, height: 600 })
  const [extent, setExtent] = useState<Extent>({ left: -800, top: -600, right: 1600, bottom: 1200 })
  const show = useCallback((next: View) => {
    const scale = Math.min(most, Math.max(least, next.scale))
    const { x, y } = next
    current.current = { x, y, scale }
    canvas.current?.setAttribute('transform', `scale(${scale}) translate(${-x} ${-y})`)
    const { width, height } = size.current
    const [right, bottom] = [x + width / scale, y + height / scale]
    // Renders again only when the view leaves what is in the page, or when far more is in the page than in sight.
    setExtent((known) => {
      const inside = x >= known.left && y >= known.top && right <= known.right && bottom <= known.bottom
      if (inside && known.right - known.left < 6 * (right - x)) return known
      const [marginX, marginY] = [right - x, bottom - y]
      return { left: x - marginX, top: y - marginY, right: right + marginX, bottom: bottom + marginY }
    })
  }, [])
  const panBy = useCallback(
    (x: number, y: number) => {
      const { scale, ...at } = current.current
      show({ x: at.x + x / scale, y: at.y + y / scale, scale })
    },
    [show],
  )
  const zoomAt = useCallback(
    (factor: number, atX: number, atY: number) => {
      const { x, y, scale } = current.current
      const next = Math.min(most, Math.max(least, scale * factor))
      show({ x: x + atX / scale - atX / next, y: y + atY / scale - atY / next, scale: next })
    },
    [show],
  )
  useEffect(() => {
    const element = frame.current
    if (element === null) return
    const measured = new ResizeObserver(([entry]) => {
      if (entry === undefined) return
      size.current = entry.contentRect
      show(current.current)
    })
    measured.observe(element)
    const wheel = (event: WheelEvent) => {
      event.preventDefault()
      const { left, top } = element.getBoundingClientRect()
      if (event.ctrlKey || event.metaKey)
        zoomAt(Math.exp(-event.deltaY / 200), event.clientX - left, event.clientY - top)
      else panBy(event.deltaX, event.deltaY)
    }
    // React listens passively, and the page would scroll too.
    element.addEventListener('wheel', wheel, { passive: false })
    const stopDragging = dragToPan(element, panBy, zoomAt)
    return () => {
      measured.disconnect()
      element.removeEventListener('wheel', wheel)
      stopDragging()
    }
  }, [show, panBy, zoomAt])
  const zoomBy = useCallback(
    (factor: number) => zoomAt(factor, size.current.width / 2, size.current.height / 2),
    [zoomAt],
  )
  return { frame, canvas, extent, show, view: () => current.current, zoomBy, panBy }
}

/** A press that moves further than this drags, px. */
const slack = 4

function dragToPan(element: HTMLElement, panBy: PanZoom['panBy'], zoomAt: (by: number, x: number, y: number) => void) {
  const pointers = new Map<number, { x: number; y: number }>()
  let moved = 0
  const down = (event: PointerEvent) => {
    if (event.button !== 0) return
    pointers.set(event.pointerId, { x: event.clientX, y: event.clientY })
    moved = 0
  }
  const move = (event: PointerEvent) => {
    const last = pointers.get(event.pointerId)
    if (last === undefined) return
    const at = { x: event.clientX, y: event.clientY }
    const other = [...pointers].find(([id]) => id !== event.pointerId)?.[1]
    moved += Math.hypot(at.x - last.x, at.y - last.y)
    if (moved < slack) return
    // Captured only now: a press without a move is a click on what is below it.
    element.setPointerCapture(event.pointerId)
    pointers.set(event.pointerId, at)
    if (other === undefined) panBy(last.x - at.x, last.y - at.y)
    else {
      const { left, top } = element.getBoundingClientRect()
      const factor =
        Math.hypot(at.x - other.x, at.y - other.y) / Math.max(1, Math.hypot(last.x - other.x, last.y - other.y))
      zoomAt(factor, (at.x + other.x) / 2 - left, (at.y + other.y) / 2 - top)
    }
  }
  const up = (event: PointerEvent) => pointers.delete(event.pointerId)
  const click = (event: MouseEvent) => {
    if (moved >= slack) event.stopPropagation()
  }
  element.addEventListener('pointerdown', down)
  element.addEventListener('pointermove', move)
  element.addEventListener('pointerup', up)
  element.addEventListener('pointercancel', up)
  element.addEventListener('click', click, true)
  return () => {
    element.removeEventListener('pointerdown', down)
    element.removeEventListener('pointermove', move)
    element.removeEventListener('pointerup', up)
    element.removeEventListener('pointercancel', up)
    element.removeEventListener('click', click, true)
  }
}
