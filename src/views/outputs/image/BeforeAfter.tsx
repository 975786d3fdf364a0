import { type KeyboardEvent, type PointerEvent, useState } from 'react'
import type { Frame } from '../../../base/frame.ts'
import type { Rectangle } from '../../../base/geometry.ts'
import type { Picture } from '../../../base/plan.ts'
import { Button } from '../../../ui/Button.tsx'
import { PictureCanvas } from '../../../ui/PictureCanvas.tsx'
import { Slider } from '../../../ui/Slider.tsx'
import { useGround } from '../scene/ground.ts'
import parts from '../scene/parts.module.css'
import { GroundPicture } from '../scene/Scene.tsx'
import { placeOf } from '../scene/view-box.ts'
import styles from './BeforeAfter.module.css'
import { moved, zoomed } from './view.ts'

interface BeforeAfterProps {
  readonly frame: Frame
  /** Where the output lies on the picture. */
  readonly place: Rectangle
  /** Its place in the batch. */
  readonly at: number
  readonly after: Picture
  readonly name: string
}

/** px of the screen. */
const highest = 480
/** Fewer pixels than these across the drawing are shown as squares. */
const sharp = 128
/** Part of what is seen that an arrow key moves. */
const stride = 0.1

const directions: ReadonlyMap<string, readonly [x: number, y: number]> = new Map([
  ['ArrowLeft', [-1, 0]],
  ['ArrowRight', [1, 0]],
  ['ArrowUp', [0, -1]],
  ['ArrowDown', [0, 1]],
])

/** The picture and what the model made of it, one over the other, with a divider; both zoom and move as one. */
export function BeforeAfter({ frame, place, at, after, name }: BeforeAfterProps) {
  const ground = useGround(frame, at)
  const [divider, setDivider] = useState(50)
  const [view, setView] = useState(place)
  const [held, setHeld] = useState<{ readonly x: number; readonly y: number } | null>(null)
  const isWhole = view.width === place.width
  const zoom = (factor: number) => setView(zoomed(view, place, factor))
  const move = (x: number, y: number) => setView(moved(view, place, x, y))

  const onPointer = ({ currentTarget, clientX, clientY, buttons, type, pointerId }: PointerEvent) => {
    const { left, width, height } = currentTarget.getBoundingClientRect()
    if (buttons === 0) return setHeld(null)
    if (type === 'pointerdown') currentTarget.setPointerCapture(pointerId)
    if (isWhole) setDivider(Math.max(0, Math.min(100, Math.round(((clientX - left) / width) * 100))))
    else if (held !== null) move((held.x - clientX) / width, (held.y - clientY) / height)
    setHeld({ x: clientX, y: clientY })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const { key } = event
    const [x, y] = directions.get(key) ?? [0, 0]
    if (key === '+' || key === '-') zoom(key === '+' ? 2 : 0.5)
    else if (x !== 0 || y !== 0) move(x * stride, y * stride)
    else return
    event.preventDefault()
  }
  const pixels = (after.width * view.width) / place.width
  return (
    <>
      <div
        className={styles.frame}
        role="img"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: the arrow keys move the picture
        tabIndex={0}
        aria-label={`${ground?.name ?? 'The picture'} on the left and output ${name}, ${after.width} × ${after.height} pixels, on the right of a divider at ${divider} %. Plus and minus zoom, the arrow keys move.`}
        style={{
          aspectRatio: `${place.width} / ${place.height}`,
          width: `min(100%, ${highest * (place.width / place.height)}px)`,
        }}
        onPointerDown={onPointer}
        onPointerMove={onPointer}
        onKeyDown={onKeyDown}
      >
        <GroundPicture ground={ground} frame={frame} view={view} />
        <div className={styles.after} style={{ clipPath: `inset(0 0 0 ${divider}%)` }} aria-hidden="true">
          <div className={styles.placed} style={placeOf(place, view)}>
            <PictureCanvas {...after} pixelated={pixels < sharp} label="" />
          </div>
        </div>
        <div className={styles.divider} style={{ left: `${divider}%` }} aria-hidden="true" />
      </div>
      <p className={parts.bar}>
        <Slider label="Before and after" showLabel value={divider} min={0} max={100} step={1} onChange={setDivider} />
        <span>
          Zoom <span className="num">{Math.round((place.width / view.width) * 100)} %</span>
        </span>
        <Button onClick={() => zoom(2)}>Zoom in</Button>
        <Button blocked={isWhole} onClick={() => zoom(0.5)}>
          Zoom out
        </Button>
      </p>
    </>
  )
}
