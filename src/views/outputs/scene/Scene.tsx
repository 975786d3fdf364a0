import { type PointerEvent, type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { Frame } from '../../../base/frame.ts'
import type { Rectangle, Size } from '../../../base/geometry.ts'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { FrameCanvas } from './FrameCanvas.tsx'
import { type Ground, useGround } from './ground.ts'
import { LiveBadge } from './LiveBadge.tsx'
import { Pen, type Point } from './pen.ts'
import styles from './Scene.module.css'
import { placeOf, viewOn } from './view-box.ts'

export interface SceneProps {
  /** The picture that positions are measured in. */
  readonly frame: Frame
  /** Its place in the batch. */
  readonly at: number
  /** Says what the drawing shows, for people who do not see it. */
  readonly label: string
  /** Draws over the picture. A new function draws anew. */
  readonly paint: (pen: Pen) => void
  /** Draws what is emphasised over that, so that a movement of the pointer does not draw everything anew. */
  readonly emphasise?: (pen: Pen) => void
  /** A rectangle of the frame to zoom to; `null` shows the whole picture. */
  readonly zoom?: Rectangle | null
  /** Called with the position of the pointer in the frame; `null` when it leaves. */
  readonly onPoint?: (point: Point | null) => void
  readonly onPress?: () => void
}

/** px of the screen. */
const highest = 480

/** The picture of an input with a drawing over it. */
export function Scene({ frame, at, label, paint, emphasise, zoom = null, onPoint, onPress }: SceneProps) {
  const figure = useRef<HTMLDivElement>(null)
  const size = useSize(figure)
  const ground = useGround(frame, at)
  const view = viewOn(frame, zoom)
  const { x, y, width, height } = view
  const mirrored = ground?.kind === 'frame' && ground.mirrored
  const point = ({ currentTarget, clientX, clientY }: PointerEvent) => {
    const { left, top } = currentTarget.getBoundingClientRect()
    const across = (clientX - left) / size.width
    onPoint?.({ x: x + (mirrored ? 1 - across : across) * width, y: y + ((clientY - top) / size.height) * height })
  }
  return (
    <div
      ref={figure}
      className={styles.scene}
      role="img"
      aria-label={label}
      style={{
        aspectRatio: `${frame.width} / ${frame.height}`,
        width: `min(100%, ${highest * (frame.width / frame.height)}px)`,
      }}
      onPointerMove={point}
      onPointerLeave={() => onPoint?.(null)}
      onPointerUp={onPress}
    >
      <GroundPicture ground={ground} frame={frame} view={view} />
      <Drawing paint={paint} view={view} size={size} mirrored={mirrored} />
      {emphasise === undefined ? null : <Drawing paint={emphasise} view={view} size={size} mirrored={mirrored} />}
      {ground?.kind === 'frame' ? <LiveBadge /> : null}
    </div>
  )
}

interface DrawingProps {
  readonly paint: (pen: Pen) => void
  readonly view: Rectangle
  readonly size: Size
  readonly mirrored: boolean
}

/** A transparent canvas over the picture. */
function Drawing({ paint, view: { x, y, width, height }, size, mirrored }: DrawingProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    const { current } = canvas
    const context = current?.getContext('2d')
    if (!(current && context) || size.width === 0) return
    const { devicePixelRatio: ratio } = window
    const pixels = { width: Math.round(size.width * ratio), height: Math.round(size.height * ratio) }
    // A new size would allocate the canvas anew, for each frame of a live source.
    if (current.width !== pixels.width || current.height !== pixels.height) Object.assign(current, pixels)
    context.setTransform(ratio, 0, 0, ratio, 0, 0)
    context.clearRect(0, 0, size.width, size.height)
    paint(new Pen(context, { x, y, width, height }, size, mirrored))
  }, [paint, size, x, y, width, height, mirrored])
  return <canvas ref={canvas} className={styles.drawing} />
}

interface GroundProps extends Pick<SceneProps, 'frame'> {
  readonly ground: Ground | null
  readonly view: Rectangle
}

/** The picture below; its place is empty while it is read, or if there is none. */
export function GroundPicture({ ground, frame, view }: GroundProps) {
  if (ground === null) return null
  const part = ground.kind === 'input' ? ground.place : { x: 0, y: 0, width: frame.width, height: frame.height }
  if (ground.kind === 'frame')
    return <FrameCanvas picture={ground.picture} part={part} view={view} mirrored={ground.mirrored} />
  return (
    <div className={styles.ground} style={placeOf(part, view)}>
      {ground.kind === 'file' ? <img src={ground.url} alt="" /> : <PictureCanvas {...ground.picture} label="" />}
    </div>
  )
}

/** The size of an element, px. */
function useSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState<Size>({ width: 0, height: 0 })
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return
    const observer = new ResizeObserver(([entry]) => {
      if (entry !== undefined) setSize({ width: entry.contentRect.width, height: entry.contentRect.height })
    })
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return size
}
