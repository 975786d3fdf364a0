import { useEffect, useRef } from 'react'
import type { Rectangle, Size } from '../../../base/geometry.ts'
import type { FrameImage } from '../../../base/plan.ts'
import styles from './Scene.module.css'
import { placeOf } from './view-box.ts'

export interface FrameCanvasProps {
  readonly image: FrameImage
  /** Size of the frame, px. */
  readonly frame: Size
  readonly part: Rectangle
  readonly view: Rectangle
  readonly mirrored: boolean
}

/** A frame of a live source. It is drawn in the same turn as what lies over it. */
export function FrameCanvas({ image, frame: { width, height }, part, view, mirrored }: FrameCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null)
  useEffect(() => {
    canvas.current?.getContext('2d', { alpha: false })?.drawImage(image, 0, 0, width, height)
  }, [image, width, height])
  const mirror = mirrored ? { transform: 'scaleX(-1)' } : {}
  return (
    <div className={styles.ground} style={mirrored ? placeOf(mirroredIn(part, view), view) : placeOf(part, view)}>
      <canvas ref={canvas} width={width} height={height} style={mirror} />
    </div>
  )
}

/** The place of a part after left and right of the view changed places. */
function mirroredIn(part: Rectangle, view: Rectangle): Rectangle {
  return { ...part, x: 2 * view.x + view.width - part.x - part.width }
}
